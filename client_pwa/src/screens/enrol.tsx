/** /enrol: join with a one-time code, from a link or typed. Another person's unsent work stays and still sends. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Btn } from "../parts/btn";
import { Icon, type IconName } from "../parts/icon";
import type { Session } from "../schema";
import { EnrolError, enrol } from "../sync/later/enrolling";
import { e } from "../text/enrol";
import { s } from "../text/shell";
import { isWhole, tidy } from "./enrolcode";
import { Plain } from "./gate";
import { isDesk } from "./routes";

type Standing =
  | { readonly is: "asking" }
  | { readonly is: "going" }
  | { readonly is: "failed"; readonly why: "wrong" | "tooMany" | "offline" };

/** What the one button says. */
const goWords = (standing: Standing, hasLink: boolean): string => {
  if (standing.is === "going") return e("enrol.going");
  return hasLink && standing.is === "failed" ? s("app.again") : e("enrol.go");
};

const why = (error: unknown): "wrong" | "tooMany" | "offline" => {
  const code = error instanceof EnrolError ? error.code : "no_answer";
  if (code === "too_many_tries") return "tooMany";
  return code === "no_answer" ? "offline" : "wrong";
};

export const Enrol = (props: {
  /** From the link; tried at once where nobody is signed in, else asked first. */
  readonly code: string | null;
  /** Who is signed in here now. */
  readonly session: Session | null;
  /** This person's PIN is forgotten: with the code, what it opened is let go of. */
  readonly anew?: string;
}) => {
  const { code, session, anew } = props;
  const isAsked = code === null || session !== null;
  const [typed, setTyped] = useState("");
  const [standing, setStanding] = useState<Standing>({ is: isAsked ? "asking" : "going" });
  const [noCode, setNoCode] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const join = (code: string): void => {
    setStanding({ is: "going" });
    enrol(code, undefined, anew).then(
      // A fresh page: nothing of whoever was signed in before stays in memory.
      (joined) => location.replace(joined.org.training || isDesk(joined) ? "/" : "/unlock"),
      (error: unknown) => {
        setStanding({ is: "failed", why: why(error) });
        field.current?.focus({ preventScroll: true });
      },
    );
  };
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  // A link's code is tried once, when the page opens; a link alone never takes a phone from somebody.
  useEffect(() => {
    if (code !== null && !isAsked) join(code);
  }, [code]);
  const isSpent = standing.is === "failed" && standing.why !== "offline";
  const linked = typed === "" && !isSpent ? code : null;
  return (
    <Plain
      title={e("enrol.title")}
      lead={e("enrol.lead")}
      unfocused
      dock={
        <>
          <Btn
            kind="pri"
            full
            disabled={standing.is === "going" || (linked === null && !isWhole(typed))}
            onPress={() => join(linked ?? typed)}
          >
            {goWords(standing, linked !== null)}
          </Btn>
          {session === null ? (
            <Btn kind="quiet" full onPress={() => setNoCode(true)}>
              {e("enrol.noCode")}
            </Btn>
          ) : (
            <Btn kind="quiet" full onPress={() => location.replace("/")}>
              {e("enrol.stay", { name: session.person.name })}
            </Btn>
          )}
        </>
      }
    >
      {session !== null && <p class="note warn">{e("enrol.switch", { name: session.person.name })}</p>}
      <div class="card stack">
        <label class="b" for="code">
          {e("enrol.label")}
        </label>
        <div class="field code">
          <input
            ref={field}
            id="code"
            name="code"
            value={typed}
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby="code-hint"
            onInput={(event) => {
              const tidied = tidy(event.currentTarget.value);
              event.currentTarget.value = tidied;
              setTyped(tidied);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && isWhole(typed)) join(typed);
            }}
          />
        </div>
        <p id="code-hint" class="s dim">
          {e("enrol.hint")}
        </p>
        <div role="alert">
          {standing.is === "failed" && <p class="note alarmbox b">{e(`enrol.${standing.why}`)}</p>}
        </div>
      </div>
      {noCode && (
        <p class="note tint" role="status">
          {e("enrol.noCodeLead")}
        </p>
      )}
      <details class="card flat" open>
        <summary class="b row">
          <span class="grow">{e("enrol.keeps")}</span>
          <Icon name="down" />
        </summary>
        <ul class="stack-s s">
          {KEEPS.map(([icon, key]) => (
            <li key={key} class="row top tight">
              <Icon name={icon} />
              <span>{e(key)}</span>
            </li>
          ))}
        </ul>
      </details>
    </Plain>
  );
};

const KEEPS = [
  ["check", "enrol.keeps.calls"],
  ["check", "enrol.keeps.places"],
  ["x", "enrol.keeps.never"],
] as const satisfies readonly (readonly [IconName, Parameters<typeof e>[0]])[];
