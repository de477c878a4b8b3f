# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion for fish >= 3.  It knows nothing of its own: the program says what
# may stand here, and its silence means a file name, which fish then offers.

function __memtool_ask
    set -l words (commandline -opc)
    # fish takes the quotes off whole words only.
    set -l part (commandline -ct | string replace -ra '[\'"\\\\]' '')
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    set -g __memtool_candidates \
        (command $program __complete $words "$part" 2>/dev/null </dev/null)

    # Where more may follow behind a comma, a second candidate keeps fish from
    # putting a space.
    if test (count $__memtool_candidates) -eq 1
        set -l more "$__memtool_candidates,"
        if command $program __complete $words $more 2>/dev/null </dev/null |
                string length -q
            set -a __memtool_candidates $more
        end
        string match -q '*=' -- $__memtool_candidates[1]
        and set -a __memtool_candidates $__memtool_candidates[1]?
    end
    test (count $__memtool_candidates) -gt 0
end

# The file is installed under the program's name, which may have a prefix.
complete -c (status filename | string replace -r '.*/' '' |
    string replace -r '\.fish$' '') \
    -n __memtool_ask -f -a '$__memtool_candidates'
