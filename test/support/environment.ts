/** What a command that a test starts finds around it, and nothing of whoever runs the tests. @param folder its home, and where it keeps things */
export function environmentOf(folder: string): Readonly<Record<string, string>> {
  const { PATH = "", NODE_COMPILE_CACHE } = process.env;
  const ours = { PATH, HOME: folder, ROLLCALL_STATE: folder };
  return NODE_COMPILE_CACHE === undefined ? ours : { ...ours, NODE_COMPILE_CACHE };
}
