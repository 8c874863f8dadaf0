"use strict";
// How far compounds have come, by what filings state of their stages. The pipeline and the matrix draw it.
(() => {
  const { data } = KG;
  const MARKS = ["granted", "ongoing", "completed", "stated", "on-hold", "discontinued", "planned", "possible", "negated"];
  const REACHED = new Set(["granted", "ongoing", "completed", "stated", "on-hold", "discontinued"]);
  const STOPPED = new Set(["discontinued", "on-hold"]);
  const all = data.facts.map((fact, number) => number).filter((number) => data.facts[number].column !== undefined);

  // What the newest filing says of a stage, for each indication: an older state does not show beside a newer one.
  const newest = (numbers) => {
    const dates = new Map();
    for (const number of numbers) {
      const key = KG.qualifier(data.facts[number], "indication") || "";
      const date = KG.dateOf(data.facts[number]);
      if (!dates.has(key) || date > dates.get(key)) dates.set(key, date);
    }
    return numbers.filter((number) =>
      KG.dateOf(data.facts[number]) === dates.get(KG.qualifier(data.facts[number], "indication") || ""));
  };

  const statesOf = (cells) => {
    const states = new Map();
    for (const [column, numbers] of cells) {
      const marks = new Set(newest(numbers).map((number) => data.facts[number].mark));
      // "Stated" says nothing that a known status does not say better.
      if ([...marks].some((mark) => REACHED.has(mark) && mark !== "stated")) marks.delete("stated");
      states.set(column, MARKS.filter((mark) => marks.has(mark)));
    }
    return states;
  };

  const reachedBy = (states) => {
    const columns = [...states].filter(([, marks]) => marks.some((mark) => REACHED.has(mark)));
    return Math.max(-1, ...columns.map(([column]) => column).filter((column) => data.columns[column].stage !== "other"));
  };

  // Since when a stage is reached: the earliest time stated for it, else the day of the first filing that reports it.
  const sinceOf = (numbers) => {
    const reached = numbers.map((number) => data.facts[number]).filter((fact) => REACHED.has(fact.mark));
    const stated = reached.filter((fact) => fact.when && fact.mark !== "completed" && !STOPPED.has(fact.mark)).map((fact) => fact.when).sort((a, b) => a[0].localeCompare(b[0]));
    const reported = reached.map(KG.dateOf).filter(Boolean).sort();
    if (stated.length && (!reported.length || stated[0][0] <= reported[0])) return { day: stated[0][0], text: KG.rangeText(stated[0]), stated: true };
    return reported.length ? { day: reported[0], text: reported[0], stated: false } : null;
  };

  const isStopped = (marks) => marks.filter((mark) => REACHED.has(mark)).every((mark) => STOPPED.has(mark));

  KG.stages = {
    MARKS,
    all,
    newest,
    isReached: (mark) => REACHED.has(mark),
    // One row a compound, or one a compound and indication, of facts about stages: `cells` has their numbers by
    // column, `states` the marks by column, `reached` the furthest column, -1 for none,
    // `stopped` whether all that stands there is discontinued or on hold.
    rows: (chosen, split) => {
      const rows = new Map();
      for (const number of chosen) {
        const fact = data.facts[number];
        const indication = split ? KG.qualifier(fact, "indication") : null;
        const key = JSON.stringify([fact.subject, indication]);
        if (!rows.has(key)) rows.set(key, { compound: fact.subject, indication, cells: new Map() });
        const { cells } = rows.get(key);
        if (!cells.has(fact.column)) cells.set(fact.column, []);
        cells.get(fact.column).push(number);
      }
      return [...rows.values()].map((row) => {
        const states = statesOf(row.cells);
        const reached = reachedBy(states);
        const stopped = reached >= 0 && isStopped(states.get(reached));
        return { ...row, states, reached, stopped, since: reached < 0 ? null : sinceOf(row.cells.get(reached)) };
      });
    },
    // Furthest first; what has reached nothing yet by what is planned for it.
    byProgress: (a, b) => b.reached - a.reached || a.stopped - b.stopped || Math.max(...b.cells.keys()) - Math.max(...a.cells.keys())
      || a.compound - b.compound || String(a.indication).localeCompare(String(b.indication), "en"),
  };
})();
