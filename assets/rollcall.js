// Every page works without this. With it, a page that is looked at stays as new as the store, and a one-time link needs no click.

document.querySelector("[data-press]")?.click();

// Single keys answer a question while the desk has the focus, and not at all where somebody has switched them off (WCAG 2.2, 2.1.4).
const desk = document.querySelector("[data-desk]");
if (desk !== null) {
  const isOff = () => localStorage.getItem("desk keys") === "off";
  let done = false;
  desk.addEventListener("keydown", (event) => {
    const { key, target, repeat, ctrlKey, altKey, metaKey, isComposing } = event;
    if (done || repeat || ctrlKey || altKey || metaKey || isComposing || isOff()) return;
    if (target.matches("input, select, textarea") || !/^[a-z]$/i.test(key)) return;
    const act = desk.querySelector(`[data-key="${key.toLowerCase()}"]`);
    if (act === null) return;
    event.preventDefault();
    // The next question is another page; a key that is pressed twice is not its answer.
    done = true;
    act.click();
  });
  addEventListener("pageshow", () => (done = false));

  const told = desk.querySelector("[data-keys]");
  const turn = document.createElement("button");
  turn.type = "button";
  turn.className = "plain";
  const words = document.createElement("span");
  const labelOf = (act) => act.firstChild.textContent.trim().toLowerCase();
  const keys = [...desk.querySelectorAll("[data-key]")].map((act) => `${act.dataset.key} ${labelOf(act)}`).join(", ");
  const say = () => {
    words.textContent = isOff()
      ? "Keys are switched off. "
      : keys === ""
        ? ""
        : `Keys, while this part of the page has the focus: ${keys}. `;
    turn.textContent = isOff() ? "Switch keys on" : "Switch keys off";
    for (const hint of desk.querySelectorAll("kbd")) hint.hidden = isOff();
  };
  turn.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem("desk keys");
    else localStorage.setItem("desk keys", "off");
    say();
  });
  say();
  told.append(words, turn);
  told.hidden = false;
  if (location.hash === "#desk") desk.focus({ preventScroll: true });
}

if ("live" in document.body.dataset) {
  let events;
  let since = "";
  let busy = false;
  let again = false;
  let paused = false;

  // The server says that there is news, and not which: the page itself is asked for again, as whoever looks at it may see it.
  const renew = async () => {
    // A page that nobody sees is not asked for: it would be on the record as if somebody had looked.
    if (busy || paused || document.hidden) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      const answer = await fetch(location.href, { headers: { "x-rollcall": "renew" } });
      if (!answer.ok || answer.redirected) {
        events?.close();
        location.reload();
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      replace(page.querySelector("main"));
    } catch {
      // The server is away; the next event, or the connection's own new try, comes when it is back.
    }
    busy = false;
    catchUp();
  };
  const catchUp = () => {
    if (again && !busy) void renew();
  };

  // What moves by itself can be held (WCAG 2.2, 2.2.2).
  const hold = document.createElement("button");
  hold.type = "button";
  hold.className = "plain hold";
  const name = () => (hold.textContent = paused ? "Go on renewing this page" : "Hold this page as it is");
  name();
  hold.addEventListener("click", () => {
    paused = !paused;
    name();
    catchUp();
  });
  document.querySelector(".foot")?.prepend(hold);

  // What somebody types in or has opened stays as they left it.
  const replace = (fresh) => {
    const shown = document.querySelector("main");
    const isTyping = shown.contains(document.activeElement) && document.activeElement.matches("input, select");
    if (fresh === null || isTyping) return;
    const open = new Set([...shown.querySelectorAll("details[open][id]")].map(({ id }) => id));
    for (const details of fresh.querySelectorAll("details[id]")) details.open ||= open.has(details.id);
    const focus = document.activeElement?.id;
    shown.replaceChildren(...fresh.childNodes);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  };

  // Only while the page is seen: a browser keeps no more than a few connections to one server, for all of its pages together.
  const listen = () => {
    events?.close();
    events = undefined;
    if (document.hidden) return;
    events = new EventSource(since === "" ? "/live" : `/live?since=${encodeURIComponent(since)}`);
    events.addEventListener("here", ({ lastEventId }) => (since = lastEventId));
    events.addEventListener("news", ({ lastEventId }) => {
      since = lastEventId;
      void renew();
    });
    catchUp();
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
