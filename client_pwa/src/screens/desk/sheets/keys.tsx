/** The keys that work, and the switch for the single letters. */
import { Sheet } from "../../../parts/sheet";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { chooseLetters, letters } from "../parts/letters";

const BOARD = [
  [["/"], "keys.line"],
  [["J", "K"], "keys.move"],
  [["Enter"], "keys.enter"],
  [["1", "…", "9"], "keys.choose"],
  [["O"], "keys.offer"],
  [["W"], "keys.wanted"],
  [["H"], "keys.hold"],
  [["M"], "keys.moveTeam"],
  [["Z"], "keys.undo"],
  [["C"], "keys.newCall"],
  [["U"], "keys.teams"],
  [["V"], "keys.voice"],
  [["I"], "keys.checkIn"],
  [["B"], "keys.backup"],
  [["R"], "keys.roll"],
  [["P"], "keys.phone"],
  [["N"], "keys.notSending"],
  [["D"], "keys.correct"],
  [["L"], "keys.merge"],
  [["="], "keys.same"],
  [["X"], "keys.passOn"],
  [["G"], "keys.tell"],
  [["F"], "keys.notePlace"],
  [["T"], "keys.timeline"],
  [["E"], "keys.endOfShift"],
  [["A"], "keys.areas"],
  [["F1", "…", "F9"], "keys.alarm"],
  [["?"], "keys.this"],
] as const;

const INTAKE = [
  [["1", "…", "5"], "keys.field"],
  [["Enter"], "keys.nextField"],
  [["Y", "N", "D"], "keys.answer"],
  [["A"], "keys.rest"],
  [["Alt P"], "keys.phone"],
  [["Alt A"], "keys.ambulance"],
  [["Alt N"], "keys.notSending"],
  [["Alt ="], "keys.same"],
  [["Alt S"], "keys.site"],
  [["Alt W"], "near.wider"],
  [["Ctrl Enter"], "keys.offerBest"],
  [["Esc"], "keys.leave"],
] as const;

const Rows = ({ rows }: { readonly rows: typeof BOARD | typeof INTAKE }) => (
  <dl class="keys">
    {rows.map(([keys, what]) => (
      <div key={what}>
        <dt>{keys.map((key) => (key === "…" ? " … " : <kbd key={key}>{key}</kbd>))}</dt>
        <dd>{t(what)}</dd>
      </div>
    ))}
  </dl>
);

export const KeysSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <Sheet title={t("keys.title")} lead={t("keys.lead")} onClose={onClose}>
    <div class="two">
      <section>
        <h3>{t("keys.onBoard")}</h3>
        <Rows rows={BOARD} />
      </section>
      <section>
        <h3>{t("keys.inIntake")}</h3>
        <Rows rows={INTAKE} />
      </section>
    </div>
    <label class="row">
      <input type="checkbox" checked={letters.value} onChange={(event) => chooseLetters(event.currentTarget.checked)} />
      {t("keys.letters")}
    </label>
    <button type="button" class="btn quiet full" onClick={onClose}>
      {s("close")}
    </button>
  </Sheet>
);
