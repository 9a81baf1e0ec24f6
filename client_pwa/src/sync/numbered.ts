/** Of what is never changed, only followed by the next, the highest number counts. */
export const newest = <T extends { readonly number: number }>(rows: ReadonlyMap<string, T>): T | undefined =>
  [...rows.values()].sort((one, other) => other.number - one.number)[0];
