/**
 * Whether an address of the settings is one to send secrets and names to: https without a user or password in it; plain http
 * only on this machine's loopback.
 */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  if (protocol === "https:") return true;
  // URL has put every spelling of an IPv4 address into its dotted form.
  return protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** Whether an address of the settings can be that of an API, to which paths and queries are added. */
export function isApiAddress(text: string): boolean {
  if (!isSafeAddress(text)) return false;
  const { search, hash } = new URL(text);
  return search === "" && hash === "";
}
