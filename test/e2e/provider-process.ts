// The identity provider that is not ours, as a process of its own. Its argument: where it may lead back to.
import { startProvider } from "../server/oidc.ts";

const provider = await startProvider(process.argv[2] ?? "");
provider.accounts.set("petra", { groups: ["sg-identity"] }).set("nora", { groups: ["others"] });
process.stdout.write(`issuer ${provider.issuer}\n`);
