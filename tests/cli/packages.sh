#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
#
# The recipes that scripts/package makes for distributions: they say what the
# template says, and where the tools are here a package is built from them.
#
# Debian's is built from the sources, installed, tried, removed and looked at by
# lintian.  The others are built from a tarball whose configure notes its
# options and whose Makefile installs what has been built already.
. "$(dirname "$0")/lib.sh"

sanitized && skip_all "it is as without sanitizers"
build=$(dirname "$MEMTOOL")
grep -q '^dist-gzip:' "$build/Makefile" 2>/dev/null ||
	skip_all "no Makefile lies beside $MEMTOOL"
for tool in make tar gzip sha512sum; do
	command -v $tool >/dev/null || skip_all "there is no $tool"
done
# This make is nobody's child, and git must not say who we are.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES DEBEMAIL DEBFULLNAME NAME
mkdir bin
printf '#!/bin/sh\nexit 1\n' >bin/git
chmod +x bin/git
PATH=$work/bin:$PATH

version=$("$MEMTOOL" --version | sed 's/^memtool //')
packager='A Packager <packager@memtool.test>'

# of_template NAME: the value that stands in the template.
of_template() {
	# shellcheck source=../../scripts/recipes/about
	(. "$SRCDIR/scripts/recipes/about" && eval "printf '%s\n' \"\$$1\"")
}

package() {
	line="package $*"
	timeout 600 sh "$SRCDIR/scripts/package" "$@" >out 2>err </dev/null
	status=$?
}

make_recipe() { # FORMAT OPTION...
	made=$1
	shift
	package --maintainer "$packager" --url https://memtool.test/ "$@" \
		"$made" "$made"
	status_is 0 "$made: the recipe is made"
	is "$(wc -l <out)" 1 "$made: one line says how the package is built"
}

# --- what is refused -----------------------------------------------------------

refused() { # WORDS ARGS...
	words=$1
	shift
	package "$@"
	if [ "$status" -eq 2 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] &&
		grep -q -e "^package: .*$words" err; then
		pass "refused: $line"
	else
		flunk "refused: $line" "wanted one line with '$words', status 2"
	fi
}

refused 'which format? give deb, rpm, apk or pkg'
refused 'zip: not a format; give deb' zip
refused 'there are --maintainer' --maintaner 'A <a@b>' deb
refused 'value is missing' deb --url
refused 'value is missing' --maintainer '' deb
refused 'one word too many' deb here there
refused "nobody: not a maintainer; give 'NAME <ADDRESS>'" \
	--maintainer nobody --source /dev/null rpm none
refused "give --maintainer" --source /dev/null rpm none
refused "give --url" --maintainer "$packager" --source /dev/null apk none
package --maintainer "$packager" --source nowhere.tar.gz deb none
status_is 1 "a tarball that is not there is an error"
err_has "nowhere.tar.gz: cannot be read" "which is named"
[ ! -e none ]
ok "and nothing is made"

# --- the tarball that installs what is built ----------------------------------

stub=memtool-$version
mkdir "$stub"
echo notes >"$stub/README"
cp "$SRCDIR/COPYING" "$stub"
cat >"$stub/configure" <<-'EOF'
	#!/bin/sh
	printf '%s\n' "$@" >options
	for option; do
		case $option in
		--prefix=*) prefix=${option#*=} ;;
		--with-bash-completions=*) bash=${option#*=} ;;
		--with-fish-completions=*) fish=${option#*=} ;;
		--with-zsh-completions=*) zsh=${option#*=} ;;
		esac
	done
	sed -e "s|@prefix@|$prefix|" -e "s|@bash@|$bash|" -e "s|@fish@|$fish|" \
		-e "s|@zsh@|$zsh|" Makefile.in >Makefile
EOF
chmod +x "$stub/configure"
cat >"$stub/Makefile.in" <<-EOF
	all: ;
	check: ; touch checked
	install: ; \$(MAKE) -s -C '$build' install 'DESTDIR=\$(DESTDIR)' \\
		prefix=@prefix@ bashcompletiondir=@bash@ \\
		fishcompletiondir=@fish@ zshcompletiondir=@zsh@
EOF
tar cf stub.tar "$stub" && gzip -n stub.tar

# Every file below a directory, the manual as its distribution may compress it.
files_of() {
	(cd "$1" && find . -type f -o -type l) | sed 's/\.gz$//' | sort
}

make -s -C "$build" install "DESTDIR=$work/plain" prefix=/usr >out 2>err
ok "memtool is installed without a package"
files_of plain >wanted

# --- Alpine and Arch -----------------------------------------------------------

# in_recipe SHELL FILE COMMANDS: run these with the recipe's functions.
in_recipe() {
	line="$3, in $2"
	(cd "${2%/*}" && srcdir=$PWD/src pkgdir=$PWD/root CBUILD=here CHOST=there \
		"$1" -euc ". ./${2##*/}; $3") >out 2>err
	status=$?
}

value_is() { # VALUE SENTENCE
	status_is 0 "$2: it can be read"
	is "$(cat out)" "$1" "$2"
}

recipe_says() { # SHELL FILE
	in_recipe "$1" "$2" 'echo "$pkgname $pkgver $pkgdesc"; echo "$url"'
	value_is "memtool $version $(capital "$(of_template summary)")
https://memtool.test/" "$2: name, version, summary and page"
	in_recipe "$1" "$2" "$3"
	value_is "$(of_template license)" "$2: the licence"
	is "$(grep '^# Maintainer: ' "$2")" "# Maintainer: $packager" \
		"$2: the maintainer"
	in_recipe "$1" "$2" 'printf "%s\n" $sha512sums'
	is "$(head -n 1 out)" "$(sha512sum <stub.tar.gz | cut -d ' ' -f 1)" \
		"$2: the sum of the tarball"
}

capital() {
	echo "$1" | sed 's/^m/M/'
}

# The functions, in the order and the place in which the tools call them.
recipe_builds() { # SHELL FILE ENTER
	made=${2%/*}
	mkdir "$made/src" "$made/root"
	tar xzf "$made/$stub.tar.gz" -C "$made/src"
	in_recipe "$1" "$2" "$3 (build); (check); (package)"
	status_is 0 "$2: its functions run"
	[ -e "$made/src/$stub/checked" ]
	ok "$2: check runs the tests"
	files_of "$made/root" >out
	is "$(cat out)" "$(cat wanted)" "$2: all is installed, and nothing else"
	"$SRCDIR/scripts/recipes/installed" memtool "$work/$made/root" >out 2>err
	ok "$2: what is installed works"
}

shellcheck_is_happy() { # FILE OPTION...
	command -v shellcheck >/dev/null || return 0
	line="shellcheck $*"
	shellcheck "$@" >out 2>err
	ok "$1: shellcheck has no complaint"
}

make_recipe apk --source stub.tar.gz
recipe_says sh apk/APKBUILD 'echo "$license"'
in_recipe sh apk/APKBUILD 'echo "$makedepends / $checkdepends"'
out_has 'popt-dev.* / .*check-dev' "apk: the packages that it needs"
out_lacks 'autoconf\|gcc' "apk: but what each build has"
recipe_builds sh apk/APKBUILD 'cd src/*;'
(cd apk && sed -n '/^sha512sums="/,/^"/p' APKBUILD | grep -F "$stub" |
	sha512sum -c) >out 2>err
ok "apk: the sums are in the form of sha512sum"
shellcheck_is_happy apk/APKBUILD -s dash -e SC2034,SC2154,SC2086

make_recipe pkg --source stub.tar.gz
if command -v bash >/dev/null; then
	recipe_says bash pkg/PKGBUILD 'echo "${license[@]}"'
	in_recipe bash pkg/PKGBUILD 'echo "${depends[*]} / ${checkdepends[*]}"'
	out_has 'popt.* / check ' "pkg: the packages that it needs"
	recipe_builds bash pkg/PKGBUILD 'cd src;'
	shellcheck_is_happy pkg/PKGBUILD -s bash -e SC2034,SC2154,SC2164
else
	skip "pkg: what the recipe says" "there is no bash"
fi

# --- Fedora --------------------------------------------------------------------

make_recipe rpm --source stub.tar.gz
cp rpm/memtool.spec out
out_has "^Version: *$version\$" "rpm: the version"
out_has "^Summary: *$(capital "$(of_template summary)")\$" "rpm: the summary"
out_has "^License: *$(of_template license)\$" "rpm: the licence"
out_has "^URL: *https://memtool.test/\$" "rpm: the home page"
out_has "^BuildRequires: .*popt-devel" "rpm: what the build needs"
out_has "^\* .* $packager - $version-1\$" "rpm: the maintainer"
package --maintainer "$packager" --source stub.tar.gz rpm paged
! grep -q '^URL' paged/memtool.spec
ok "rpm: without a home page there is no line of it"

rpm_package() {
	line="rpmbuild -ba"
	timeout 300 rpmbuild --nodeps -ba --define "_topdir $work/top" \
		--define "_sourcedir $work/rpm" rpm/memtool.spec >out 2>err
	status=$?
	status_is 0 "$sentence"
	out_has '^touch checked$' "rpm: the tests were run"
	find top -name 'memtool-*.rpm' | sort >rpms
	is "$(sed 's|.*\.\([a-z0-9_]*\)\.rpm$|\1|' rpms | grep -c '^src$')" 1 \
		"rpm: there is a source package"
	grep -v '\.src\.rpm$' rpms >binary
	rpm -qpl "$(cat binary)" 2>err | sed -e 's/^/./' -e 's/\.gz$//' |
		grep -vE '/doc/|/licenses/|share/memtool$|build-id' | sort >out
	is "$(cat out)" "$(cat wanted)" "rpm: the package has all, and nothing else"
	rpm -qp --qf '%{NAME} %{VERSION} %{LICENSE} %{SUMMARY}' "$(cat binary)" >out 2>err
	is "$(cat out)" "memtool $version $(of_template license) \
$(capital "$(of_template summary)")" "rpm: the package says what the template says"
}

sentence="rpm: the package is built"
if command -v rpmbuild >/dev/null; then
	rpm_package
else
	skip "$sentence" "there is no rpmbuild"
fi
sentence="rpm: rpmlint finds no error"
if command -v rpmlint >/dev/null; then
	line=rpmlint
	rpmlint rpm/memtool.spec >out 2>err
	ok "$sentence"
else
	skip "$sentence" "there is no rpmlint"
fi

# --- Debian --------------------------------------------------------------------

make_recipe deb --build "$build"
tree=deb/memtool-$version
is "$(tar tzf deb/memtool-calls_*.orig.tar.gz | sed 's|/.*||' | sort -u)" \
	"memtool-$version" "deb: the tarball has one directory"
cp "$tree/debian/control" out
out_has '^Source: memtool-calls$' "deb: the package has a name of its own"
out_has "^Maintainer: $packager\$" "deb: the maintainer"
out_has '^Homepage: https://memtool.test/$' "deb: the home page"
out_has "^Description: $(of_template summary)\$" "deb: the summary"
out_has '^ libpopt-dev,$' "deb: what the build needs"
out_has '^ jq <!nocheck>,$' "deb: what its tests need"
out_lacks 'autoconf\|gcc\|<!nocheck>.*<!nocheck>' "deb: but what each build has"
is "$(grep -A 999 '^Description' out | sed -n 's/^ //p' | sed '/^\.$/,$d')" \
	"$(of_template description | sed '/^$/,$d')" "deb: the description"
cp "$tree/debian/copyright" out
out_has "^Copyright: $(of_template copyright)\$" "deb: whose it is"
is "$(head -n 1 "$tree/debian/changelog")" \
	"memtool-calls ($version-1) UNRELEASED; urgency=medium" "deb: the version"
grep -rn '@[a-z_]*@' "$tree/debian" apk/APKBUILD pkg/PKGBUILD rpm/memtool.spec >out
is "$(cat out)" '' "no value is left to be put in"

# By a user, who is root only as far as dpkg can see.
as_dpkg_wants() {
	if [ "$(id -u)" = 0 ]; then "$@"; else fakeroot "$@"; fi
}

# A system of nothing but its list of packages, which is empty.
dpkg_in_root() {
	line="dpkg $*"
	as_dpkg_wants dpkg --root="$work/system" --force-depends \
		--force-not-root --force-script-chrootless --log=/dev/null \
		--path-include='/usr/share/*' "$@" >out 2>err
	status=$?
}

debian_package() {
	line=dpkg-buildpackage
	# Without optimization and symbols it takes half the time.
	(cd "$tree" && DEB_BUILD_PROFILES=nocheck DEB_CFLAGS_APPEND=-g0 \
		DEB_BUILD_OPTIONS="nocheck noopt noautodbgsym parallel=$(nproc)" \
		timeout 1200 dpkg-buildpackage -us -uc) >out 2>err </dev/null
	status=$?
	status_is 0 "$sentence"
	is "$(cd deb && find . -maxdepth 1 -name '*.deb' -o -maxdepth 1 -name '*.dsc' |
		sed 's/.*memtool-calls_[^_]*[_.]//' | sort | paste -s -d ' ' -)" \
		"$(dpkg --print-architecture).deb dsc" "deb: binary and source"
	mkdir -p system/var/lib/dpkg/info system/var/lib/dpkg/updates
	: >system/var/lib/dpkg/status
	dpkg_in_root --install deb/memtool-calls_*.deb
	status_is 0 "deb: it is installed into a bare tree"
	"$SRCDIR/scripts/recipes/installed" memtool-calls "$work/system" >out 2>err
	ok "deb: what is installed works, under its own name"
	files_of system | grep -v '/var/lib/dpkg/\|/share/doc/' >out
	is "$(sed -e 's/memtool-calls/memtool/' -e 's|vendor-completions/|site-functions/|' out | sort)" \
		"$(cat wanted)" "deb: all is installed, and nothing else"
	out_lacks '/memtool\.1$\|bin/memtool$' \
		"deb: no file has the name of the other package's"
	dpkg_in_root --purge memtool-calls
	status_is 0 "deb: it is removed"
	is "$(cd system && find . ! -type d ! -path './var/lib/dpkg/*')" '' \
		"deb: and nothing is left"
	dpkg_in_root --list
	out_lacks memtool "deb: nor a trace in the list of packages"
}

# Not a mistake of the recipe: only the upload has a bug to close, and a fortified
# binary would have to be optimized.
lint() {
	line=lintian
	lintian --allow-root --fail-on error,warning \
		--suppress-tags initial-upload-closes-no-bugs \
		deb/*.deb deb/*.dsc >out 2>err
	status=$?
	status_is 0 "$1"
	is "$(grep -E '^[EW]:' out)" '' "deb: nor a warning"
}

# What is missing, or nothing.
lacking() {
	for tool in dpkg-buildpackage dh; do
		command -v $tool >/dev/null || echo $tool
	done
	[ "$(id -u)" = 0 ] || command -v fakeroot >/dev/null || echo fakeroot
	command -v dpkg-checkbuilddeps >/dev/null || return 0
	(cd "$tree" && dpkg-checkbuilddeps -P nocheck 2>&1) | sed 's/.*: //'
}

sentence="deb: the package is built"
missing=$(lacking | paste -s -d ' ' -)
if [ -n "$missing" ]; then
	skip "$sentence" "missing: $missing"
else
	debian_package
	if command -v lintian >/dev/null; then
		lint "deb: lintian finds no error"
	else
		skip "deb: lintian finds no error" "there is no lintian"
	fi
fi

done_testing
