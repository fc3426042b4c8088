// Score sheets go by their number, inspections by "i" and theirs: one queue and one store for both.
const INSPECTION = "i";

const isInspection = (pk) => String(pk).startsWith(INSPECTION);

export const homeOf = (pk) =>
  isInspection(pk) ? `/review/inspections/${String(pk).slice(INSPECTION.length)}/` : `/review/${pk}/`;

// Whose page stands at `location`; undefined for the list.
export const wantedAt = ({ search, pathname }) => {
  const named = new URLSearchParams(search).get("sheet");
  const [, visits, number] = pathname.match(/^\/review\/(inspections\/)?(\d+)\//) ?? [];
  const pk = named ?? (number && (visits ? INSPECTION : "") + number);
  if (!pk) return undefined;
  return isInspection(pk) ? pk : Number(pk);
};
