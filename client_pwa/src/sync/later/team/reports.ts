/** That a report was made, on the outcomes of that team that this device shows, before the server says so. Pure. */
import type { Handlers, ReportType } from "../../overlay";

export const REPORTS: Pick<Handlers, ReportType> = {
  "report.made": (view, { entity, args, at, skew_ms }) => {
    const { call_id, unit_id, to, role } = args;
    const told = args.at === null || args.at === undefined ? at : args.at + skew_ms;
    for (const encounter of view.all("encounter")) {
      const { reports = [] } = encounter;
      if (encounter.call_id !== call_id || encounter.unit_id !== unit_id) continue;
      if (reports.some(({ id }) => id === entity)) continue;
      view.put("encounter", encounter.id, { ...encounter, reports: [...reports, { id: entity, to, role, at: told }] });
    }
  },
};
