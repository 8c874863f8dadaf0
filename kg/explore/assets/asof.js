"use strict";
// The day as of which the page speaks: every view counts only what was reported by then.
(() => {
  const { h, data } = KG;
  const box = document.getElementById("as-of");
  const days = [...new Set(data.filings.map((filing) => filing.date).filter(Boolean))].sort();
  let slider = null;
  let told = null;
  let date = null;
  let all = null;

  const place = (asOf) => (asOf === null ? days.length - 1 : Math.max(0, days.findLastIndex((day) => day <= asOf)));
  const known = (filing, asOf) => asOf === null || !filing.date || filing.date <= asOf;

  const go = (day, quiet) => KG.state.set({ asOf: day !== null && day < days.at(-1) ? day : null }, quiet);

  const counts = (state) => {
    const facts = data.facts.filter((fact) => known(KG.filingOf(fact), state.asOf));
    const seen = new Set(facts.flatMap((fact) => [fact.subject, fact.object]).filter((n) => n !== null));
    const of = (type) => [...seen].filter((n) => data.entities[n].type === type).length;
    const filings = data.filings.filter((filing) => known(filing, state.asOf));
    return { facts: facts.length, compounds: of("Compound"), companies: of("Organization"), targets: of("Target"), filings: filings.length,
      newest: filings.map((filing) => filing.date || "").sort().at(-1) };
  };

  const summary = (state) => {
    const n = counts(state);
    const part = (count, one, many) => [h("span", {}, h("b", {}, count.toLocaleString("en")), ` ${count === 1 ? one : many}`), " "];
    KG.replace(document.getElementById("summary"), part(n.compounds, "compound", "compounds"), part(n.companies, "company", "companies"),
      part(n.targets, "target", "targets"), part(n.facts, "fact", "facts"), part(n.filings, "filing", "filings"),
      n.newest ? h("span", {}, "newest ", h("time", {}, n.newest)) : null,
      data.scope === "all facts" ? null : h("span", {}, "only ", h("bdi", {}, data.scope)));
  };

  // A month or a year stands for its last day.
  const typed = () => {
    const text = date.value.trim();
    const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) || [];
    const last = year && new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).getUTCDate();
    const right = text === "" || (year && (!month || (Number(month) >= 1 && Number(month) <= 12)) && (!day || (Number(day) >= 1 && Number(day) <= last)));
    date.setAttribute("aria-invalid", String(!right));
    if (!right) { KG.say("Give a day, a month or a year: 2013-06-30, 2013-06, 2013"); return; }
    go(text === "" ? null : `${year}-${month || "12"}-${day || String(last)}`, false);
  };

  KG.asOf = {
    days,
    // Tell whether a fact was reported by the day; one without a date always was.
    knows: (asOf) => (number) => known(KG.filingOf(data.facts[number]), asOf),
    // The day that "now" is for what is derived: the one chosen, else that of the newest filing.
    today: (asOf) => asOf || days.at(-1) || "",
    build: () => {
      if (days.length < 2) { box.hidden = true; return; }
      slider = h("input", { type: "range", id: "as-of-slider", min: 0, max: days.length - 1, step: 1, "aria-label": "As of: only what was reported by this day",
        oninput: () => go(days[Number(slider.value)], true) });
      date = h("input", { type: "text", id: "as-of-date", size: 10, placeholder: "YYYY-MM-DD", autocomplete: "off", spellcheck: "false", "aria-label": "As of this day, month or year",
        title: "A day, a month or a year: 2013-06-30, 2013-06, 2013", onchange: typed });
      told = h("span", { class: "told", id: "as-of-told" });
      all = h("button", { type: "button", class: "quiet", id: "as-of-all", onclick: () => KG.state.set({ asOf: null }) }, "Back to newest");
      box.append(h("span", { class: "key", "aria-hidden": "true" }, "As of"), slider, date, told, all);
    },
    show: (state) => {
      summary(state);
      document.body.classList.toggle("in-the-past", state.asOf !== null);
      if (!slider) return;
      const at = place(state.asOf);
      const day = state.asOf || days.at(-1);
      const heard = data.filings.filter((filing) => known(filing, state.asOf)).length;
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", `${day}, ${heard} of ${KG.plural(data.filings.length, "filing", "filings")}`);
      date.value = day;
      date.removeAttribute("aria-invalid");
      told.textContent = `${heard} of ${data.filings.length} filings`;
      all.hidden = state.asOf === null;
    },
  };
})();
