import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { answering, ended } from "./slapd.ts";

export const DOMAIN = "DC=acme,DC=test";
export const ADMINISTRATOR = "Administrator@ACME.TEST";
export const PASSWORD = "Passw0rd!x9";

export interface Samba {
  readonly url: string;
  /** Applies changes as `ldapmodify` reads them, as the administrator. */
  readonly modify: (ldif: string) => void;
  readonly close: () => Promise<void>;
}

const NEEDED = [
  "/usr/sbin/samba",
  "/usr/bin/samba-tool",
  "/usr/share/samba/setup/provision.ldif",
  "/usr/bin/ldapmodify",
];
const PACKAGES = "samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind ldap-utils";

/** Why there can be none here now; undefined where there can. Its ports are those of the protocol, which only root may open. */
export async function noSamba(): Promise<string | undefined> {
  if (!NEEDED.every((path) => existsSync(path))) return `Samba is not installed (apt-get install ${PACKAGES})`;
  if (process.getuid?.() !== 0) return "Samba needs the ports 389 and 636, which only root may open";
  return (await isFree(389)) && (await isFree(636)) ? undefined : "something else listens at the port 389 or 636";
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** A real domain controller (Samba) on loopback. Its ports are fixed, so that there is one at a time on a machine. */
export async function startSamba(): Promise<Samba> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-samba-"));
  const own = (name: string): string => join(folder, name);
  const provision = [
    "domain",
    "provision",
    `--targetdir=${folder}`,
    "--realm=ACME.TEST",
    "--domain=ACME",
    "--server-role=dc",
  ];
  const loopback = [
    "--option=interfaces=lo",
    "--option=bind interfaces only=yes",
    "--host-name=dc1",
    "--host-ip=127.0.0.1",
  ];
  // It takes half a minute on a machine that has other things to do, and those go on meanwhile.
  const needed = [...provision, `--adminpass=${PASSWORD}`, "--dns-backend=NONE", ...loopback];
  await promisify(execFile)("samba-tool", needed);
  mkdirSync(own("log"));
  const places = [
    `pid directory=${folder}`,
    `log file=${own("log/log.%m")}`,
    `ncalrpc dir=${own("ncalrpc")}`,
    `ntp signd socket directory=${own("ntp")}`,
    `winbindd socket directory=${own("wb")}`,
  ];
  const options = [...places, "server services=ldap", "ldap server require strong auth=no"].map(
    (one) => `--option=${one}`,
  );
  const single = ["-F", "--no-process-group", "-M", "single"];
  const child = spawn("samba", ["-s", own("etc/smb.conf"), ...single, ...options], { stdio: "ignore" });
  const url = "ldap://127.0.0.1:389";
  const as = ["-x", "-H", url, "-D", ADMINISTRATOR, "-w", PASSWORD];
  await answering(child, () =>
    execFileSync("ldapsearch", [...as, "-s", "base", "-b", DOMAIN, "dn"], { stdio: "pipe" }),
  );
  return {
    url,
    modify: (ldif) => void execFileSync("ldapmodify", as, { input: ldif, stdio: ["pipe", "pipe", "pipe"] }),
    close: async () => {
      await ended(child);
      rmSync(folder, { recursive: true });
    },
  };
}
