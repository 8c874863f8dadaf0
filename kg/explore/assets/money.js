"use strict";
// What filings say of payments, put together by payer and payee. Amounts of different currencies are never added, one
// that is stated again counts once, and of a total and the parts that make it up only one counts.
(() => {
  const { data } = KG;
  const STATUS = ["paid", "due", "potential"];

  // How far a payment has come: what is not asserted is only possible, whatever its status.
  const statusOf = (fact) => {
    const stated = KG.qualifier(fact, "status");
    if (fact.modality !== "asserted") return "potential";
    return STATUS.includes(stated) ? stated : "due";
  };

  const termsOf = (number) => {
    const fact = data.facts[number];
    const q = (key) => KG.qualifier(fact, key);
    const exact = q("amount");
    const least = exact ?? q("minAmount");
    const most = exact ?? q("maxAmount");
    return { number, facts: [number], type: q("type") || "other", status: statusOf(fact), currency: q("currency"), amount: most ?? least,
      bound: exact !== null ? "" : most !== null && least !== null && least !== most ? "range" : most !== null ? "up to" : least !== null ? "at least" : "", least, most,
      rate: q("rate"), trigger: q("trigger"), unit: q("unit") || q("perUnit"), compound: q("compound"), compoundNumber: KG.qualifierEntity(fact, "compound"), date: KG.dateOf(fact) };
  };

  const agree = (a, b) => a === null || b === null || a === undefined || b === undefined || a === b;
  const same = (a, b) => a.type === b.type && a.currency === b.currency && a.amount === b.amount && agree(a.compound, b.compound)
    && (a.amount === null ? a.rate === b.rate && agree(a.trigger, b.trigger) : agree(a.trigger, b.trigger) && agree(a.rate, b.rate));

  // Join statements of one payment. The newest says how far it has come; in one filing, the furthest.
  const joined = (terms) => {
    const found = [];
    for (const term of [...terms].sort((a, b) => a.date.localeCompare(b.date) || STATUS.indexOf(b.status) - STATUS.indexOf(a.status))) {
      const known = found.find((other) => same(other, term));
      if (!known) { found.push({ ...term }); continue; }
      known.facts.push(term.number);
      Object.assign(known, { status: term.status, date: term.date, number: term.number });
      for (const key of ["compound", "compoundNumber", "trigger", "rate"]) known[key] ??= term[key];
    }
    return found;
  };

  // A total of milestones, a price or an amount of no kind is told from its parts by being the sum of all other amounts of
  // its kind, or of all others, that the same filing states. Less than that may be chance.
  const TOTALS = new Set(["milestone", "other", "acquisition"]);
  const isSumOf = (payment, parts) => parts.length > 1 && Math.abs(parts.reduce((sum, p) => sum + p.amount, 0) - payment.amount) <= payment.amount * 1e-9;
  const filingsOf = (payment) => [...new Set(payment.facts.map((n) => data.facts[n].filing))];
  const markTotals = (payments) => {
    const added = payments.filter((p) => p.amount !== null && p.amount !== undefined && !p.unit);
    for (const payment of added.filter((p) => TOTALS.has(p.type))) {
      payment.total = filingsOf(payment).some((filing) => {
        const others = added.filter((p) => p !== payment && p.currency === payment.currency && !p.total && filingsOf(p).includes(filing));
        return [others, ...[payment.type, "other"].map((type) => others.filter((p) => p.type === type))].some((parts) => isSumOf(payment, parts));
      });
    }
    return payments;
  };

  KG.money = {
    STATUS,
    words: { paid: "paid", due: "earned or committed", potential: "potential" },
    // Payments of one payer to one payee, of the numbers of facts about them.
    payments: (numbers) => markTotals(joined(numbers.filter((n) => data.facts[n].modality !== "negated").map(termsOf))),
    // Sums by currency: { USD: { paid, due, potential, open } }, `open` where the potential is at least so much. Royalties and shares have no amount, so they are not in it.
    sums: (payments) => {
      const sums = new Map();
      for (const payment of payments) {
        if (payment.amount === null || payment.amount === undefined || payment.total || payment.unit) continue;
        const currency = payment.currency || "no currency";
        if (!sums.has(currency)) sums.set(currency, { paid: 0, due: 0, potential: 0, open: false });
        sums.get(currency)[payment.status] += payment.amount;
        if (payment.bound === "at least" && payment.status === "potential") sums.get(currency).open = true;
      }
      return sums;
    },
    // "$1.7bn", "€40m", "CHF 300,000"
    text: (amount, currency) => {
      const sign = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" }[currency] || `${currency || ""} `;
      const round = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
      if (amount >= 1e9) return `${sign}${(amount / 1e9).toLocaleString("en", { maximumFractionDigits: 2 })}bn`;
      if (amount >= 1e6) return `${sign}${round(amount / 1e6)}m`;
      return `${sign}${amount.toLocaleString("en", { maximumFractionDigits: 2 })}`;
    },
  };
})();
