
# Values that depend on the notes named on the line; all else as above.
_kcbrowse_with_values() {
    local value label
    local -a values=() labels=()
    if [[ ${COMP_WORDS[*]} == *\ -* ]]; then
        while IFS=$'\t' read -r value label; do
            values+=("$value")
            labels+=("$value${label:+  $label}")
        done < <(command kcbrowse complete-words bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    fi
    if (( ${#values[@]} == 0 )); then
        _kcbrowse "$@"
        return
    fi
    COMPREPLY=("${values[@]}")
    # A list to be looked at says what each is; what is put on the line does not.
    if (( ${#values[@]} > 1 && COMP_TYPE != 37 )); then
        COMPREPLY=("${labels[@]}")
    fi
    if [[ ${values[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _kcbrowse_with_values -o nosort -o bashdefault -o default kcbrowse
else
    complete -F _kcbrowse_with_values -o bashdefault -o default kcbrowse
fi
