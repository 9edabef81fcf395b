
# Values that depend on the notes named on the line.
function __kcbrowse_values
    set -l typed (commandline --current-token --cut-at-cursor)
    command kcbrowse complete-words fish (commandline --tokenize --cut-at-cursor --current-process) "$typed" 2>/dev/null
end
complete -c kcbrowse -s q -l query -x -k -a "(__kcbrowse_values)"
complete -c kcbrowse -n "__fish_kcbrowse_using_subcommand export" -l id -x -k -a "(__kcbrowse_values)"
complete -c kcbrowse -n "__fish_kcbrowse_using_subcommand list" -l explain -x -k -a "(__kcbrowse_values)"
complete -c kcbrowse -l theme -x -k -a "(__kcbrowse_values)"
