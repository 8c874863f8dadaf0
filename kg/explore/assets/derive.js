"use strict";
// What follows from several facts together, as of a day: it is worked out here, so that the day can be changed.
(() => {
  const { data } = KG;
  const COMPANY = ["developedBy", "sponsor", "licensedTo", "ownedBy", "originatedBy"];
  const kept = new Map();

  // Build once for each day.
  const forDay = (name, build) => (asOf) => {
    const key = `${name} ${asOf}`;
    if (!kept.has(key)) {
      if (kept.size > 60) kept.clear();
      kept.set(key, build(asOf));
    }
    return kept.get(key);
  };

  const qualifierEntity = (fact, key) => {
    const found = fact.qualifiers.find((q) => q[0] === key);
    return found ? found[2] : null;
  };

  // What each entity is said to be joined to, by predicate; what a filing denies joins nothing.
  const joined = forDay("joined", (asOf) => {
    const knows = KG.asOf.knows(asOf);
    const found = new Map();
    const put = (entity, predicate, other) => {
      if (other === null || other === undefined) return;
      if (!found.has(entity)) found.set(entity, new Map());
      const by = found.get(entity);
      if (!by.has(predicate)) by.set(predicate, new Set());
      by.get(predicate).add(other);
    };
    data.facts.forEach((fact, number) => {
      if (fact.modality === "negated" || !knows(number)) return;
      put(fact.subject, fact.predicate, fact.object);
      if (fact.predicate === "hasStage") put(fact.subject, "sponsor", qualifierEntity(fact, "sponsor"));
    });
    return found;
  });

  const sorted = (set) => [...set].sort((a, b) => a - b);

  // By kind of group and by compound: the entities that a compound is grouped under. Who stands for a compound is its
  // developer, else who sponsors its trials, has the licence, owns it, or created it. A compound binds what its
  // antibody binds.
  KG.groups = forDay("groups", (asOf) => {
    const groups = { company: new Map(), target: new Map(), payload: new Map(), indication: new Map() };
    const links = joined(asOf);
    const put = (kind, entity, members) => { if (members.size) groups[kind].set(entity, sorted(members)); };
    for (const [entity, by] of links) {
      const of = (predicate) => by.get(predicate) || new Set();
      put("company", entity, of(COMPANY.find((predicate) => by.has(predicate))));
      const targets = new Set(of("hasTarget"));
      for (const part of of("hasAntibody")) for (const target of links.get(part)?.get("hasTarget") || []) targets.add(target);
      put("target", entity, targets);
      put("payload", entity, of("hasPayload"));
      put("indication", entity, of("hasIndication"));
    }
    return groups;
  });

  // The companies that each entity has to do with by way of its group, for the company filter.
  KG.companiesOf = (fact) => {
    const isCompany = (number) => number !== null && data.entities[number].type === "Organization";
    const { company } = KG.groups(null);
    const things = [fact.subject, fact.object, ...fact.qualifiers.map((q) => q[2])].filter((n) => n !== null);
    return new Set(things.flatMap((n) => (isCompany(n) ? [n] : company.get(n) || [])).filter(isCompany));
  };

  KG.qualifierEntity = qualifierEntity;
  KG.forDay = forDay;
})();
