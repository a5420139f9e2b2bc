/** What is shown in place of a page that cannot be: one sentence, and what to do. */
export function Failure({ title, message, canSignIn }: { title: string; message: string; canSignIn: boolean }) {
  return (
    <section class="narrow">
      <h1>{title}</h1>
      <p>{message}</p>
      {canSignIn ? (
        <p>
          <a class="button primary" href="/sign-in">
            Sign in
          </a>
        </p>
      ) : null}
    </section>
  );
}
