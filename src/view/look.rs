//! Looks as a person writes them: `bold #ffaf00 on 236`, `cyan underlined`, `none`.

use ratatui::style::{Color, Modifier, Style};

use crate::text::did_you_mean;

/// The colours that have names; the terminal's own sixteen.
const COLORS: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed-out", Modifier::CROSSED_OUT),
];

/// Reads a look: a colour, `on` and the colour of the ground, and how the letters are; each may be left out.
///
/// # Errors
/// What is wrong, in words.
pub fn read_look(written: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = written.split_whitespace();
    while let Some(word) = words.next() {
        let name = word.to_lowercase();
        if name == "on" {
            let ground = words.next().ok_or("after `on` stands the colour of the ground")?;
            style = style.bg(color(ground)?);
        } else if let Some((_, modifier)) = MODIFIERS.iter().find(|(known, _)| *known == name) {
            style = style.add_modifier(*modifier);
        } else if name != "none" {
            style = style.fg(color(word)?);
        }
    }
    Ok(style)
}

fn color(written: &str) -> Result<Color, String> {
    let name = written.to_lowercase();
    if let Some((_, color)) = COLORS.iter().find(|(known, _)| *known == name) {
        return Ok(*color);
    }
    if let Some(digits) = name.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| digits.is_ascii());
        return match (number, digits.len()) {
            (Some(number), 6) => {
                let [_, red, green, blue] = number.to_be_bytes();
                Ok(Color::Rgb(red, green, blue))
            }
            (Some(number), 3) => {
                let part = |shift: u32| ((number >> shift) & 0xf) as u8 * 17;
                Ok(Color::Rgb(part(8), part(4), part(0)))
            }
            _ => Err(format!("`{written}` is no colour; six digits are wanted, such as #ffaf00")),
        };
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = name.parse().map_err(|_| format!("`{written}` is no colour; numbers go from 0 to 255"))?;
        return Ok(Color::Indexed(number));
    }
    let known = COLORS.iter().map(|(name, _)| *name).chain(MODIFIERS.iter().map(|(name, _)| *name));
    let known: Vec<&str> = known.collect();
    Err(format!("there is no colour `{written}`{}", did_you_mean(written, known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_reads_as_it_is_said() {
        let look = Style::new().fg(Color::Rgb(255, 175, 0)).bg(Color::Indexed(236)).add_modifier(Modifier::BOLD);
        assert_eq!(read_look("bold #ffaf00 on 236"), Ok(look));
        assert_eq!(read_look("#fa0"), Ok(Style::new().fg(Color::Rgb(255, 170, 0))));
        assert_eq!(
            read_look("Light-Cyan underlined"),
            Ok(Style::new().fg(Color::LightCyan).add_modifier(Modifier::UNDERLINED))
        );
        assert_eq!(read_look("none"), Ok(Style::new()));
        assert_eq!(read_look("blod"), Err("there is no colour `blod`; did you mean `bold`?".to_owned()));
        assert_eq!(read_look("256"), Err("`256` is no colour; numbers go from 0 to 255".to_owned()));
        assert!(read_look("#ff").is_err() && read_look("on").is_err() && read_look("#ééé").is_err());
    }
}
