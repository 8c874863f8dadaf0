"use strict";
// Who pays whom for what: one row for each payer and payee, what may come against what has come, and the rights.
(() => {
  const { h, data } = KG;
  const { money } = KG;
  const SORTS = { amount: "Amount", date: "Newest", name: "Name" };
  const isCompany = (n) => n !== null && n !== undefined && data.entities[n].type === "Organization";

  // The two sides of a fact: who pays or gets, and who is paid or gives; null where no deal between two is told.
  const sidesOf = (fact) => {
    if (fact.predicate === "pays") return isCompany(fact.object) ? [fact.subject, fact.object] : null;
    if (fact.predicate === "licensedTo") {
      const licensor = KG.qualifierEntity(fact, "licensor");
      return isCompany(fact.object) ? [fact.object, licensor] : null;
    }
    if (fact.predicate === "collaboratesWith" || fact.predicate === "acquiredBy") {
      return isCompany(fact.subject) && isCompany(fact.object) ? [fact.object, fact.subject] : null;
    }
    return null;
  };

  const dealsOf = (state) => {
    const test = KG.filters.test(state, ["modality", "company", "filing", "q"]);
    const found = new Map();
    const put = (key, payer, payee, number) => {
      if (!found.has(key)) found.set(key, { key, payer, payee, pays: [], rights: [] });
      found.get(key)[data.facts[number].predicate === "pays" ? "pays" : "rights"].push(number);
    };
    const keyOf = (payer, payee) => `${data.entities[payer].id} ${payee === null || payee === undefined ? "" : data.entities[payee].id}`;
    const rights = [];
    data.facts.forEach((fact, number) => {
      const sides = sidesOf(fact);
      if (!sides || !test(number)) return;
      if (fact.predicate === "pays") put(keyOf(...sides), ...sides, number); else rights.push([number, sides]);
    });
    for (const [number, [a, b]] of rights) {
      // A collaboration is told of both sides, so it joins payments in either direction.
      const known = found.get(keyOf(a, b)) || (b !== null && b !== undefined ? found.get(keyOf(b, a)) : null);
      if (known) known.rights.push(number); else put(keyOf(a, b), a, b, number);
    }
    return [...found.values()].map(finish);
  };

  const finish = (deal) => {
    const payments = money.payments(deal.pays).sort((x, y) => money.STATUS.indexOf(x.status) - money.STATUS.indexOf(y.status) || (y.amount || 0) - (x.amount || 0) || x.number - y.number);
    const numbers = [...deal.pays, ...deal.rights];
    const takeover = [...deal.rights.map((n) => data.facts[n].predicate), ...payments.map((p) => p.type)].some((word) => word === "acquiredBy" || word === "acquisition");
    return { ...deal, payments, sums: money.sums(payments), takeover, newest: numbers.map((n) => KG.dateOf(data.facts[n])).sort().at(-1) || "", things: thingsOf(deal, payments) };
  };

  // What the deal is about: compounds and platforms that are licensed or paid for.
  const thingsOf = (deal, payments) => {
    const things = new Map();
    for (const n of deal.rights) {
      const fact = data.facts[n];
      if (fact.predicate === "licensedTo" && fact.modality !== "negated") things.set(KG.name(fact.subject), fact.subject);
    }
    for (const p of payments) if (p.compound && !things.has(p.compound)) things.set(p.compound, p.compoundNumber);
    return [...things];
  };

  const total = (sum) => sum.paid + sum.due + sum.potential;
  const size = (deal) => Math.max(0, ...[...deal.sums.values()].map(total));
  const ORDER = {
    amount: (a, b) => (commonest(b) - commonest(a)) || size(b) - size(a),
    date: (a, b) => b.newest.localeCompare(a.newest),
    name: () => 0,
  };
  // Amounts are compared within a currency only; a deal in dollars comes before one in another currency.
  const commonest = (deal) => (deal.sums.has("USD") ? 2 : deal.sums.size ? 1 : 0);
  const sorted = (deals, sort) => [...deals].sort((a, b) => ORDER[sort](a, b) || KG.name(a.payer).localeCompare(KG.name(b.payer), "en") || a.key.localeCompare(b.key));

  const amountText = (p) => {
    if (p.amount === null || p.amount === undefined) return p.rate || "";
    const words = p.bound === "range" ? `${money.text(p.least, p.currency)} to ${money.text(p.most, p.currency)}` : `${p.bound ? `${p.bound} ` : ""}${money.text(p.amount, p.currency)}`;
    return words + (p.unit ? ` per ${p.unit}` : "") + (p.rate ? `, ${p.rate}` : "");
  };

  const chip = (p) => {
    const fact = data.facts[p.number];
    const words = `${p.type}${amountText(p) ? ` ${amountText(p)}` : ""}`;
    const button = h("button", { type: "button", class: `payment ${p.status}`, "data-again": fact.id, "aria-label": `${words}, ${money.words[p.status]}`,
      onclick: () => KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, pick: null }) },
    h("span", { class: "type-of" }, p.type), " ", amountText(p) ? h("b", {}, amountText(p)) : null,
    p.total ? h("span", { class: "remark" }, " (sum of the others)") : p.trigger && p.amount === null ? h("bdi", { class: "remark" }, ` on ${p.trigger}`) : null);
    return KG.tip(button, () => [h("p", {}, h("b", {}, words), `, ${money.words[p.status]}`, p.compound ? [", for ", h("bdi", {}, p.compound)] : null, p.trigger ? [", on ", h("bdi", {}, p.trigger)] : null),
      KG.tipFact(p.number), p.facts.length > 1 ? h("p", { class: "remark" }, `Stated ${p.facts.length} times, counted once.`) : null]);
  };

  const right = (number) => {
    const fact = data.facts[number];
    const { label } = KG.predicates.get(fact.predicate);
    const q = (key) => KG.qualifier(fact, key);
    const words = fact.predicate === "licensedTo" ? [q("exclusive") === true ? "exclusive licence" : q("exclusive") === false ? "non-exclusive licence" : "licence", " to ", h("bdi", {}, KG.name(fact.subject)), q("territory") ? [", ", h("bdi", {}, String(q("territory")))] : null]
      : fact.predicate === "acquiredBy" ? ["takeover of ", h("bdi", {}, KG.name(fact.subject))] : fact.predicate === "collaboratesWith" ? ["collaboration"] : [label];
    const button = h("button", { type: "button", class: `right modality-${fact.modality}`, "data-again": fact.id,
      onclick: () => KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, pick: null }) }, words,
    fact.modality === "asserted" ? null : h("span", { class: "remark" }, ` (${KG.modalities.get(fact.modality).label})`));
    return KG.tip(button, () => [h("p", {}, h("b", {}, KG.sentence(fact))), KG.tipFact(number)]);
  };

  // The same right, however many filings state it, is one chip.
  const rightsOf = (deal) => [...new Map(deal.rights.map((n) => {
    const fact = data.facts[n];
    return [JSON.stringify([fact.predicate, fact.subject, fact.modality, KG.qualifier(fact, "exclusive"), KG.qualifier(fact, "territory")]), n];
  })).values()];

  const bar = (deal, scales) => {
    const lines = [...deal.sums].sort(([a], [b]) => a.localeCompare(b)).map(([currency, sum]) => {
      const told = money.STATUS.filter((s) => sum[s] > 0).map((s) => `${money.words[s]} ${money.text(sum[s], currency)}`).join(", ");
      const parts = money.STATUS.filter((s) => sum[s] > 0).map((s) => {
        const part = h("span", { class: `share ${s}` });
        part.style.width = `${(100 * sum[s]) / scales.get(currency)}%`;
        return part;
      });
      return h("div", { class: "bar-line", role: "img", "aria-label": told, title: told }, parts);
    });
    return lines.length ? lines : h("span", { class: "remark" }, "no amount stated");
  };

  const sumCell = (deal, pick, open = () => false) => [...deal.sums].sort(([a], [b]) => a.localeCompare(b)).map(([currency, sum]) => {
    const value = pick(sum);
    return h("div", {}, value > 0 ? `${open(sum) ? "at least " : ""}${money.text(value, currency)}` : "–");
  });

  const verb = (deal) => {
    const said = new Set(deal.rights.map((n) => data.facts[n].predicate));
    return said.has("acquiredBy") ? "takes over" : said.has("licensedTo") ? "has a licence from" : "works with";
  };

  const row = (deal, scales) => h("tr", { class: "deal", "data-deal": `${KG.name(deal.payer)} ${deal.payee === null || deal.payee === undefined ? "" : KG.name(deal.payee)}` },
    h("th", { scope: "row" }, h("div", { class: "sides" }, KG.entityButton(deal.payer), " ", h("span", { class: "relation" }, deal.pays.length ? "pays" : verb(deal)), " ",
      deal.payee === null || deal.payee === undefined ? h("span", { class: "remark" }, "somebody not named") : KG.entityButton(deal.payee)),
    deal.things.length ? h("div", { class: "for" }, "for ", deal.things.slice(0, 3).map(([name, n], i) => [i ? ", " : "", n === null ? h("bdi", {}, name) : KG.entityButton(n)]), deal.things.length > 3 ? ` and ${deal.things.length - 3} more` : "") : null),
    h("td", { class: "terms" }, h("div", { class: "chips" }, rightsOf(deal).map(right)), h("div", { class: "chips" }, deal.payments.map(chip))),
    h("td", { class: "sum", "data-label": "Paid or earned" }, sumCell(deal, (sum) => sum.paid + sum.due)),
    h("td", { class: "money" }, bar(deal, scales)),
    h("td", { class: "sum", "data-label": "Potential" }, sumCell(deal, (sum) => sum.potential, (sum) => sum.open)),
    h("td", { class: "newest", "data-label": "Newest filing" }, h("time", {}, deal.newest || "undated")));

  const scalesOf = (deals) => {
    const scales = new Map();
    for (const deal of deals) for (const [currency, sum] of deal.sums) scales.set(currency, Math.max(scales.get(currency) || 1, total(sum)));
    return scales;
  };

  const table = (title, deals) => {
    if (deals.length === 0) return null;
    const scales = scalesOf(deals);
    const body = h("tbody", {});
    const grid = h("table", { class: "deals" }, h("caption", { class: "unseen" }, `${title}: who pays whom for what`),
      h("thead", {}, h("tr", {}, ["Who pays whom", "Rights and payments", "Paid or earned", "Against potential", "Potential", "Newest"].map((label, i) =>
        h("th", { scope: "col", class: ["", "", "sum", "money", "sum", "newest"][i] }, label)))), body);
    return [h("h2", { class: "part-title" }, title, h("span", { class: "count" }, deals.length)), KG.grow(grid, body, deals, (deal) => row(deal, scales))];
  };

  const legend = () => [KG.legend("Bars",
    money.STATUS.map((status) => h("li", {}, h("span", { class: `share key-share ${status}` }), money.words[status])),
    h("li", {}, "Amounts stated again count once; a total and its parts count once; currencies are never added. Potential is the most that filings name, and may still hold what has been earned since."))];

  KG.views.add({
    name: "deals",
    title: "Deals",
    filters: ["modality", "company", "filing", "q"],
    keys: { deals: Object.keys(SORTS) },
    tools: () => KG.choice("Sort by", "deals", SORTS),
    render: (state, panel) => {
      const deals = sorted(dealsOf(state), state.deals);
      KG.replace(panel, deals.length ? [legend(), table("Licences and collaborations", deals.filter((d) => !d.takeover)), table("Takeovers", deals.filter((d) => d.takeover))]
        : h("p", { class: "empty" }, "No deal passes these filters."));
      KG.say(KG.plural(deals.length, "deal", "deals"));
    },
    csv: (state) => [["payer", "payee", "type", "state", "at least", "at most", "currency", "rate", "compound", "trigger", "statements", "counted in sums", ...KG.csv.sourceHead],
      ...sorted(dealsOf(state), state.deals).flatMap((deal) => [
        ...deal.payments.map((p) => [KG.name(deal.payer), KG.name(deal.payee), p.type, money.words[p.status], p.least, p.most, p.currency, p.rate, p.compound, p.trigger, p.facts.length,
          p.amount === null || p.total || p.unit ? "no" : "yes", ...KG.csv.source(data.facts[p.number])]),
        ...rightsOf(deal).map((n) => [KG.name(deal.payer), deal.payee === null || deal.payee === undefined ? "" : KG.name(deal.payee), data.facts[n].predicate, "", "", "", "", "", KG.name(data.facts[n].subject), "", 1, "no", ...KG.csv.source(data.facts[n])])])],
  });
})();
