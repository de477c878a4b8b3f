# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion for bash >= 4.  It knows nothing of its own: the program says
# what may stand here, and its silence means a file name.

_memtool()
{
	local line=${COMP_LINE:0:COMP_POINT} words=() word part gap breaks lead i
	local ask=(command "${1/#\~\//$HOME/}" __complete)

	# bash parts words at = and : too.  Join what no space stands between,
	# and leave out what stands behind the cursor.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		gap=${line%%[![:space:]]*}
		line=${line#"$gap"}
		word=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || word=$line
		line=${line#"$word"}
		if [[ $gap || $i -eq 0 ]]; then
			words+=("$word")
		else
			words[${#words[@]} - 1]+=$word
		fi
	done
	words=("${words[@]//[\'\"\\]/}")
	words=("${words[@]:1}")
	part=${words[${#words[@]} - 1]}
	mapfile -t COMPREPLY < \
		<("${ask[@]}" "${words[@]}" 2>/dev/null </dev/null)

	# Where more may follow after a comma or =, no space shall stand.
	if ((${#COMPREPLY[@]} == 1)); then
		words[${#words[@]} - 1]=${COMPREPLY[0]},
		[[ ! $("${ask[@]}" "${words[@]}" 2>/dev/null </dev/null) ]] ||
			compopt -o nospace
		[[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace
	fi

	# bash replaces only what stands behind the last = or :.
	breaks=${COMP_WORDBREAKS//[^=:]/}
	if [[ $breaks ]]; then
		lead=${part%"${part##*["$breaks"]}"}
		COMPREPLY=("${COMPREPLY[@]#"$lead"}")
	fi
}

# The file is installed under the program's name, which may have a prefix.
_memtool_name=${BASH_SOURCE[0]##*/}
complete -o default -F _memtool "${_memtool_name%.bash}"
unset _memtool_name
