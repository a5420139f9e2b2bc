import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../../test/support/ports.ts";

const SLAPD = "/usr/sbin/slapd";
export const SUFFIX = "dc=acme,dc=test";
const ADMIN = `cn=admin,${SUFFIX}`;
export const READER = `cn=rollcall,${SUFFIX}`;

export interface Slapd {
  readonly url: string;
  readonly tlsUrl: string;
  /** The certificate of the authority that signed the server's. */
  readonly ca: string;
  /** Applies changes as `ldapmodify` reads them, as the administrator. */
  readonly modify: (ldif: string) => void;
  readonly close: () => Promise<void>;
}

const NEEDED = [SLAPD, "/usr/sbin/slapadd", "/usr/lib/ldap/ppolicy.so", "/usr/bin/ldapmodify", "/usr/bin/openssl"];

/** Why there is none on this machine; undefined where there is one. */
export function noSlapd(): string | undefined {
  return NEEDED.every((path) => existsSync(path))
    ? undefined
    : "slapd is not installed (apt-get install slapd ldap-utils)";
}

const person = (uid: string, more = ""): string => `dn: uid=${uid},ou=people,${SUFFIX}
objectClass: inetOrgPerson
uid: ${uid}
cn: Cn of ${uid}
sn: Sn of ${uid}
mail: ${uid}@Acme.test
userPassword: secret
${more}
`;

/** A real OpenLDAP on loopback with so many people, `u1`, `u2`, …, whom its administrator and a reader may see. */
export async function startSlapd(people: number, access: readonly string[] = []): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-slapd-"));
  mkdirSync(join(folder, "db"));
  certify(folder);
  writeFileSync(
    join(folder, "slapd.conf"),
    `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
sizelimit 50
database mdb
suffix ${SUFFIX}
rootdn ${ADMIN}
rootpw secret
directory ${folder}/db
maxsize 268435456
index objectClass,uid,mail,entryUUID,modifyTimestamp eq
limits dn.exact="${READER}" size=unlimited
overlay ppolicy
ppolicy_default cn=default,ou=policies,${SUFFIX}
access to attrs=userPassword by anonymous auth by * none
${access.join("\n")}
access to * by dn.exact="${READER}" read by dn.children="ou=people,${SUFFIX}" read by * none
`,
  );
  const entries = Array.from({ length: people }, (_, i) => person(`u${i + 1}`));
  writeFileSync(
    join(folder, "seed.ldif"),
    `dn: ${SUFFIX}
objectClass: dcObject
objectClass: organization
o: Acme
dc: acme

dn: ou=people,${SUFFIX}
objectClass: organizationalUnit
ou: people

dn: ou=former,${SUFFIX}
objectClass: organizationalUnit
ou: former

dn: ou=policies,${SUFFIX}
objectClass: organizationalUnit
ou: policies

dn: cn=default,ou=policies,${SUFFIX}
objectClass: device
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: 3

dn: ${READER}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: rollcall
userPassword: reader-secret

${entries.join("\n")}`,
  );
  const conf = join(folder, "slapd.conf");
  execFileSync("/usr/sbin/slapadd", ["-q", "-f", conf, "-b", SUFFIX, "-l", join(folder, "seed.ldif")], {
    stdio: "pipe",
  });
  const [plain, tls] = [await freePort(), await freePort()];
  const listens = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${tls}`;
  const child = spawn(SLAPD, ["-f", conf, "-h", listens, "-d", "0"], { stdio: "ignore" });
  const url = `ldap://127.0.0.1:${plain}`;
  const as = ["-x", "-H", url, "-D", ADMIN, "-w", "secret"];
  await answering(child, () => execFileSync("ldapwhoami", as, { stdio: "pipe" }));
  return {
    url,
    tlsUrl: `ldaps://127.0.0.1:${tls}`,
    ca: join(folder, "ca.pem"),
    modify: (ldif) =>
      void execFileSync("ldapmodify", [...as, "-e", "relax"], { input: ldif, stdio: ["pipe", "pipe", "pipe"] }),
    close: async () => {
      await ended(child);
      rmSync(folder, { recursive: true });
    },
  };
}

/** An authority, and a certificate of 127.0.0.1 that it signed. */
function certify(folder: string): void {
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Acme CA", "-days", "2");
  openssl("req", ...key, "-keyout", "key.pem", "-out", "cert.csr", "-subj", "/CN=ldap.acme.test");
  writeFileSync(join(folder, "names"), "subjectAltName=IP:127.0.0.1\n");
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl("x509", "-req", "-in", "cert.csr", "-out", "cert.pem", ...signed);
}

/** Waits until a server answers; throws where it ends before, or takes more than 20 seconds. */
export async function answering(child: ChildProcess, ask: () => unknown): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it answered`);
    try {
      ask();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await ended(child);
  throw new Error("the server does not answer");
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
