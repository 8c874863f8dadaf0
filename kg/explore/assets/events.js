"use strict";
// What happened, or is to happen, and when: facts as events, with what has become of those that were announced.
(() => {
  const { data } = KG;
  const OUTLOOK = new Set(["planned", "expected", "possible"]);
  const ANNOUNCED = new Set(["hasStage", "hasDesignation", "presentedAt", "hasOutcome", "pays", "licensedTo"]);
  const KINDS = {
    hasStage: "stage", hasDesignation: "designation", hasOutcome: "result", presentedAt: "result",
    licensedTo: "deal", collaboratesWith: "deal", acquiredBy: "deal", pays: "payment",
  };

  // Whose row an event stands in: the compound's, otherwise the company's.
  const ownerOf = (fact) => {
    const compound = KG.qualifierEntity(fact, "compound");
    if (fact.predicate === "pays") return compound === null ? fact.object ?? fact.subject : compound;
    if (fact.predicate === "licensedTo" && data.entities[fact.subject].type === "Technology") return KG.qualifierEntity(fact, "licensor") ?? fact.object;
    return fact.subject;
  };

  const labelOf = (fact) => {
    if (fact.predicate === "hasStage") return data.columns[fact.column].stage === "other" ? fact.value : data.columns[fact.column].label;
    if (fact.predicate === "licensedTo") return `licence: ${KG.objectText(fact)}`;
    if (fact.predicate === "collaboratesWith") return `with ${KG.objectText(fact)}`;
    if (fact.predicate === "acquiredBy") return `takeover by ${KG.objectText(fact)}`;
    if (fact.predicate === "pays") {
      const amount = KG.qualifier(fact, "amount") ?? KG.qualifier(fact, "maxAmount") ?? KG.qualifier(fact, "minAmount");
      return `${KG.qualifier(fact, "type") || "payment"}${amount === null ? "" : ` ${KG.money.text(amount, KG.qualifier(fact, "currency"))}`}`;
    }
    return KG.objectText(fact);
  };

  const filedDays = new Map();
  for (const filing of data.filings) {
    if (!filing.date) continue;
    const who = filing.registrant || "";
    filedDays.set(who, [...(filedDays.get(who) || []), filing.date]);
  }

  // What has become of an announcement as of a day: the first later fact that decides it is worked out beforehand
  // (`fate`); it counts from the day on which it was reported. An announcement whose time is over is overdue once its
  // registrant has filed again without a word about it, and has otherwise passed.
  const fateOf = (fact, asOf) => {
    const day = KG.asOf.today(asOf);
    const decided = fact.fate && KG.asOf.knows(asOf)(fact.fate[1]);
    // What is only possible can come true, but nobody is late with it.
    if (fact.modality === "possible" && !(decided && fact.fate[0] === "fulfilled")) return { status: "open", by: null };
    if (decided) return { status: fact.fate[0], by: fact.fate[1] };
    const said = KG.dateOf(fact);
    if (!fact.when || fact.when[1] >= day || !said || fact.when[1] < said) return { status: "open", by: null };
    const filedSince = (filedDays.get(KG.filingOf(fact).registrant || "") || []).some((d) => d > fact.when[1] && d <= day);
    return { status: filedSince ? "overdue" : "passed", by: null };
  };

  // What is said again is the same event: at a time that overlaps, the more exact one holds; without a time, it is the one
  // said before. Results and announcements stand as often as they are made.
  const joined = (events) => {
    const kept = [];
    const last = new Map();
    const order = (a, b) => b.dated - a.dated || a.from.localeCompare(b.from) || a.key.localeCompare(b.key);
    for (const event of [...events].sort(order)) {
      const alike = event.mark === "stated" ? kept.filter((other) => other.kind === "stage" && other.owner === event.owner && other.label === event.label) : last.get(event.same) || [];
      const known = event.ahead || event.kind === "result" ? null
        : alike.find((other) => !other.ahead && (event.dated ? other.dated && other.from <= event.to && event.from <= other.to : !other.dated || other.from <= event.said));
      if (!known) {
        kept.push(event);
        last.set(event.same, [...(last.get(event.same) || []), event]);
        continue;
      }
      known.facts.push(...event.facts);
      if (event.dated && Date.parse(event.to) - Date.parse(event.from) < Date.parse(known.to) - Date.parse(known.from)) Object.assign(known, { from: event.from, to: event.to });
    }
    return kept;
  };

  KG.events = {
    kinds: { stage: "Stages", designation: "Designations", result: "Results", deal: "Deals", payment: "Payments" },
    labelOf,
    // Events of facts that pass a test: { kind, owner, label, from, to, dated, ahead, fate, facts }. What one filing says
    // of one thing at one time in several facts is one event. `dated` tells a time that is stated from the day of report.
    list: (state, test) => {
      const found = new Map();
      data.facts.forEach((fact, number) => {
        const kind = KINDS[fact.predicate];
        if (!kind || fact.modality === "negated" || !test(number)) return;
        const said = KG.dateOf(fact);
        const when = fact.when || (said ? [said, said] : null);
        if (!when) return;
        // A stage that is asserted of a time to come is announced as well.
        const ahead = OUTLOOK.has(fact.modality) || Boolean(fact.predicate === "hasStage" && fact.when && said && fact.when[0] > said);
        const fate = ahead && ANNOUNCED.has(fact.predicate) ? fateOf(fact, state.asOf) : null;
        const owner = ownerOf(fact);
        const apart = kind === "stage" ? [fact.column, fact.mark] : kind === "designation" ? [fact.value] : kind === "result" ? [fact.predicate] : [fact.predicate, fact.object, fact.subject];
        const key = JSON.stringify([kind, owner, when[0], when[1], ahead, fate && fate.status, ahead ? said : "", ...apart]);
        if (!found.has(key)) found.set(key, { key, same: JSON.stringify([kind, owner, ...apart]), kind, owner, from: when[0], to: when[1], dated: Boolean(fact.when), ahead, fate, said, facts: [], label: labelOf(fact), mark: fact.mark });
        found.get(key).facts.push(number);
      });
      return joined([...found.values()]);
    },
    fateWords: { open: "still ahead", fulfilled: "carried out", slipped: "slipped", "brought forward": "brought forward", dropped: "given up", overdue: "overdue", passed: "time over, nothing filed since" },
  };
})();
