#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
#
# Installed under another name, memtool names itself so: in messages, help,
# completion and manual.  The build is that of the tests; what configure makes of
# --program-prefix and its like is a variable of its Makefile.
. "$(dirname "$0")/lib.sh"

sanitized && skip_all "it is as without sanitizers"
build=$(dirname "$MEMTOOL")
grep -q '^program_transform_name' "$build/Makefile" 2>/dev/null ||
	skip_all "no Makefile lies beside $MEMTOOL"
command -v make >/dev/null || skip_all "there is no make"
# This make is nobody's child.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

make_it() { # TARGET TRANSFORM
	line="make $1 program_transform_name=$2"
	timeout 120 make -s -C "$build" "$1" prefix=/usr "DESTDIR=$work/root" \
		program_transform_name="$2" >out 2>err </dev/null
	status=$?
}

# text_of PAGE: its source without what roff drops.
text_of() {
	sed -e 's/\\f[BIR]//g' -e 's/\\[%&]//g' -e 's/\\-/-/g' "$1"
}

# Whether the name of before stands where the command is meant.  What keeps its
# name: files of the package, the memory file, the key in JSON, the schema,
# Debian's program.
old_name() {
	sed "s/$name//g" "$@" | grep -E '(^|[^A-Za-z])memtool' |
		grep -vE 'memtool\.schema|/memfd:memtool|share/memtool|"memtool" ?:|name memtool|named memtool'
}

old_name_in_pages() {
	for page in root/usr/share/man/man*/*; do
		text_of "$page" >text
		old_name text | sed "s|^|$page: |"
	done | grep -v 'json\.5: *memtool$'
}

installed_as() { # NAME TRANSFORM LOOK
	name=$1
	rm -rf root
	make_it install "$2"
	status_is 0 "$name: it is installed"
	files=$(cd root/usr && find . -type f | sort)
	is "$(echo "$files" | grep -c "/_*$name")" \
		"$(echo "$files" | grep -cv '/share/memtool/')" \
		"$name: every file begins with the name, but for the schema and the examples"
	echo "$files" >out
	out_has "^./share/man/man1/$name-mmap\.1$" "$name: man $name mmap finds it"
	out_has "^./share/man/man7/$name-concepts\.7$" "$name: so in section 7"
	out_has "^./share/man/man7/$name-options\.7$" "$name: and the page of shared options"
	out_has "^./share/bash-completion/completions/$name$" "$name: bash"
	out_has "^./share/fish/vendor_completions.d/$name\.fish$" "$name: fish"
	out_has "^./share/zsh/site-functions/_$name$" "$name: zsh"
	is "$(head -n 1 "root/usr/share/zsh/site-functions/_$name")" \
		"#compdef $name" "$name: zsh registers the name"
	was=$MEMTOOL
	MEMTOOL=$work/root/usr/bin/$name
	"$3"
	MEMTOOL=$was
	make_it uninstall "$2"
	status_is 0 "$name: it is uninstalled"
	is "$(cd root && find . -type f -o -type l)" '' "$name: nothing is left"
}

closely() {
	messages
	pages
}

briefly() {
	run tuoch
	err_has "^$name: .*'$name help'" "$name: a message has the name"
	text_of "root/usr/share/man/man1/$name.1" >out
	out_has "^\\$ $name mmap" "$name: so have the pages"
}

messages() {
	run tuoch
	is "$(cut -d : -f 1 err)" "$name" "$name: a message begins with the name"
	err_has "'$name help' lists .*did you mean 'touch'?" \
		"$name: and says what to type"
	run
	err_has "'$name help'" "$name: without a call, too"
	run mmap --lenth 4
	err_has "'$name help --all mmap'" "$name: for an unknown option"
	run pagesize 4
	err_has "'$name help pagesize'" "$name: for a word too many"
	run mmap , help
	err_has "'$name help'" "$name: for help in a chain"
	run explain ENOMEM no-such
	err_has "'$name help explain'" "$name: for two words"
	run explain ENOTTY touch
	out_has "^$name knows no cause" "$name: an inspection's words"
	out_has "$name-touch(1)\." "$name: and the page it points at"
	json explain ENOTTY touch
	json_is .explain.manual "$name-touch(1)" "$name: in JSON likewise"
	run help
	out_has "^Usage: $name " "$name: help begins with the name"
	out_has "'man $name'" "$name: and points at the manual"
	for command in $("$MEMTOOL" __complete ''); do
		"$MEMTOOL" help "$command"
	done >helps 2>err
	is "$(old_name helps)$(cat err)" '' "$name: no help has the old name"
	run help fit
	out_has "$name-fit(1)" "$name: help names the pages as installed"
}

pages() {
	line="the pages"
	is "$(old_name_in_pages)" '' "$name: no page has the old name"
	text_of "root/usr/share/man/man1/$name-mmap.1" >out
	out_has "^$name-mmap - " "$name: NAME"
	out_has "^$name mmap \[" "$name: SYNOPSIS"
	out_has "^\\$ $name mmap" "$name: EXAMPLES"
	out_has "^\.BR $name-json (5)" "$name: SEE ALSO"
	text_of "root/usr/share/man/man5/$name-json.5" >out
	out_has '"memtool": *{' "$name: a key of JSON keeps its name"
	command -v man >/dev/null || return 0
	MANPATH=$work/root/usr/share/man man -w "$name" mmap >out 2>err
	is "$(cat out)" "$work/root/usr/share/man/man1/$name-mmap.1" \
		"$name: man $name mmap finds its page"
}

installed_as xmemtool 's&^&x&' closely
installed_as memtool-2 's&$$&-2&' briefly
installed_as memorytool s/memtool/memorytool/ briefly

# As this build was configured, with options of its own behind.  What was found
# out about the machine need not be found again; which variables there were
# (ac_cv_env) may be others here.
configure_with() { # OPTION...
	line="configure $*"
	rm -rf configured
	mkdir configured
	sed -n -e '/^ac_cv_env/d' -e '/^a[cm]_cv_/p' "$build/config.log" >configured/cache
	own=$("$build/config.status" --config)
	(cd configured && eval "timeout 600 \"\$SRCDIR/configure\" $own \
		--prefix=/usr --cache-file=cache \
		--disable-dependency-tracking \"\$@\"") \
		>out 2>err </dev/null
	status=$?
}

# Where the completions lie below the root.
completions() {
	(cd root && find . -type f ! -path '*/man/*' ! -name '*.json') | sort | paste -s -d ' ' -
}

in_configured() { # TARGET
	line="make $1"
	timeout 120 make -s -C configured "$1" "DESTDIR=$work/root" >out 2>err </dev/null
	status=$?
}

completion_directories() {
	configure_with --with-bash-completions=/etc/bash_completion.d \
		--with-zsh-completions='${datadir}/zsh/vendor-completions' \
		--without-fish-completions
	status_is 0 "configure takes directories for the completions"
	in_configured install-data-local
	status_is 0 "they are installed"
	is "$(completions)" "./etc/bash_completion.d/memtool \
./usr/share/zsh/vendor-completions/_memtool" \
		"bash and zsh where configure was told, fish nowhere"
	in_configured uninstall-local
	is "$(cd root && find . -type f)" '' "and they are removed from there"
	configure_with --with-zsh-completions=zsh/functions
	status_is 1 "a directory that is not absolute is refused"
	is "$(grep -c . err)" 1 "in one line"
	err_has "--with-zsh-completions: 'zsh/functions' .*begins with /" \
		"which says what is accepted"
}

if [ -e "$SRCDIR/config.status" ]; then
	skip "configure takes directories for the completions" \
		"the source tree itself is configured"
else
	completion_directories
fi

done_testing
