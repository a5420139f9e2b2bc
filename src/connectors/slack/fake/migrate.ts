import { makeId, type Member, type World } from "./world.ts";

/** Gives every account of the workspace a new id and returns what puts the old ones back. Strangers keep theirs. */
export function replaceIds(world: World): () => void {
  const old = new Map<Member, string>();
  for (const member of world.list) {
    if (member === undefined || member.sort === "slackbot") continue;
    old.set(member, member.id);
    setId(world, member, makeId("U", (world.nextSerial += 1), world.seed));
  }
  forgetOrder(world);
  return () => {
    for (const [member, id] of old) if (world.members.has(member.id)) setId(world, member, id);
    forgetOrder(world);
  };
}

function setId(world: World, member: Member, id: string): void {
  world.members.delete(member.id);
  member.id = id;
  world.members.set(id, member);
}

function forgetOrder(world: World): void {
  for (const channel of world.channels.values()) channel.sorted = undefined;
}
