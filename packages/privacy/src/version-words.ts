/**
 * Words that stand in the versions of software: stages, editions, distributions, kernels, platforms, runtimes. A longer word
 * that is none of these may be a name, and a version does not carry names.
 */
const KNOWN = new Set(
  `alpha beta rc pre preview post dev devel develop snapshot nightly canary edge stable testing unstable experimental final
   release rel build git svn hg sp lts esr update hotfix patch fix security milestone eap early access dirty main master trunk
   head next legacy backport bpo backports ga cr eol
   ce ee enterprise community oss pro ent server core minimal full lite slim base standard light
   el fc amzn amazon deb debian ubuntu ubu suse sles sled opensuse leap tumbleweed mga arch alpine centos rhel rocky alma
   almalinux ol oe kali raspbian raspios trixie bookworm bullseye buster forky stretch focal jammy noble bionic xenial plucky
   mint manjaro gentoo photon nodesource log flatcar talos bottlerocket coreos oracle fedora solaris omnios aix freebsd openbsd netbsd
   generic default azure aws gcp gke eks aks kvm cloud lowlatency realtime rt pae smp xanmod zen hardened raspi rpi rke tkg
   vmware microsoft wsl pve tegra linux windows win macos darwin android ios
   amd arm aarch armv armhf armel ppc ppcle riscv mips intel apple silicon
   gnu glibc musl msvc mingw clang gcc llvm cuda rocm
   java jdk jre jbr openjdk temurin zulu corretto graal graalvm hotspot adoptopenjdk node deno bun python php ruby perl go
   tidb maria mariadb mysql percona pg edb timescale postgres postgresql redis valkey
   ubi helm chart docker containerd podman runc kernel package revision version rev ver dfsg really nmu repack
   esm infra apps sury dotdeb remi epel
   qt gtk kde gnome usb nvidia mesa lp module modules platform signed unsigned dbg debug optimized`.split(/\s+/),
);
const LONGEST_UNKNOWN_WORD = 2;
/** Letters and digits in turn, as in el8u2 or deb12u1; more turns are an identifier. */
const MOST_TURNS = 4;
/** An abbreviated id of a commit, with git, g or nothing before it. */
const COMMIT = /^(?:g|git)?[0-9a-f]{7,11}$/;
/** A date of this century, with or without its time. */
const DATE = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}$/;
const LONGEST_NUMBER = 6;

/**
 * Whether the parts of a version are such that no name, and no number by which a person is known, is among them: known
 * words only, numbers of six digits at most (of seven and more if they are a date), and one of those.
 */
export function hasPartsOfVersions(version: string): boolean {
  const parts = version.split(/[.+~_-]/);
  const long = parts.filter((part) => /\d{6}/.test(part) && !COMMIT.test(part));
  return long.length <= 1 && parts.every(isPartOfVersion);
}

function isPartOfVersion(part: string): boolean {
  const lower = part.toLowerCase();
  if (COMMIT.test(lower) && /[a-f]/.test(lower) && /\d/.test(lower)) return true;
  const turns = lower.match(/\d+|[a-z]+/g) ?? [];
  if (turns.length > MOST_TURNS) return false;
  return turns.every((turn) =>
    /\d/.test(turn)
      ? turn.length <= LONGEST_NUMBER || DATE.test(turn)
      : turn.length <= LONGEST_UNKNOWN_WORD || KNOWN.has(turn),
  );
}
