# Values that depend on the notes named on the line.
(( $+functions[_kcbrowse_values] )) ||
_kcbrowse_values() {
    local value label typed=$PREFIX
    local -a before values labels options
    [[ -z $compstate[quote] ]] && typed=${(Q)PREFIX}
    before=("${(@Q)words[1,CURRENT-1]}")
    while IFS=$'\t' read -r value label; do
        values+=("$value")
        labels+=("$value${label:+  -- $label}")
    done < <(command kcbrowse complete-words zsh "${before[@]}" "$IPREFIX$typed" 2>/dev/null)
    options=(-l -V values -d labels)
    # A quote that has to stand before what is typed.
    [[ $values[1] == "$typed"* ]] || options+=(-U -i "$IPREFIX")
    [[ $values[1] == *: ]] && options+=(-S '')
    compadd "${options[@]}" -a values
}

# The first word: a command, or notes to browse.
(( $+functions[_kcbrowse_first] )) ||
_kcbrowse_first() {
    _kcbrowse_commands
    _files
}

