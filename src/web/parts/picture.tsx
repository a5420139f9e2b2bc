import { raw } from "hono/html";
import type { Child } from "hono/jsx";

/**
 * A picture that `charts/` has drawn, which escapes whatever is foreign in it; nothing else goes past JSX. What it shows stands in
 * figures below it. On a narrow screen it is moved sideways, by keys too.
 */
export function Picture({ title, svg, children }: { title: string; svg: string; children?: Child }) {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div class="sideways" tabindex={0} role="group" aria-label={title}>
        {raw(svg)}
      </div>
      {children}
    </figure>
  );
}
