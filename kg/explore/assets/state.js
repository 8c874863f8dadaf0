"use strict";
// What is being looked at, kept in the address after `#`, so that every view is a link and the back button works.
(() => {
  const SINGLE = ["view", "entity", "fact", "stage", "group", "rows", "q", "sort", "order"];
  const MANY = ["type", "predicate", "modality", "filing"];
  const DEFAULTS = { view: "pipeline", group: "company", sort: "date", order: "down" };
  const ALLOWED = {
    view: ["pipeline", "graph", "facts"],
    group: ["company", "target", "payload", "none"],
    rows: ["indication"],
    order: ["up", "down"],
  };
  const listeners = [];
  let current = {};
  let written = null;

  const read = (text) => {
    const values = new URLSearchParams(text.replace(/^#/, ""));
    const state = {};
    for (const key of SINGLE) {
      const value = values.get(key);
      state[key] = value !== null && (!ALLOWED[key] || ALLOWED[key].includes(value)) ? value : DEFAULTS[key] || null;
    }
    for (const key of MANY) state[key] = values.getAll(key);
    return state;
  };

  const write = (state) => {
    const values = new URLSearchParams();
    values.set("view", state.view);
    for (const key of SINGLE) if (key !== "view" && state[key] && state[key] !== DEFAULTS[key]) values.set(key, state[key]);
    for (const key of MANY) for (const value of state[key]) values.append(key, value);
    return `#${values}`;
  };

  const tell = (before) => { for (const listener of listeners) listener(current, before); };

  KG.state = {
    get: () => current,
    onChange: (listener) => listeners.push(listener),
    // Change some keys. `quiet` replaces the address instead of adding to the history (typing, sorting).
    set: (patch, quiet = false) => {
      const before = current;
      current = { ...current, ...patch };
      const hash = write(current);
      if (hash === written) { tell(before); return; }
      written = hash;
      try {
        if (quiet) location.replace(hash); else location.hash = hash;
      } catch { /* a sandboxed frame may not navigate; the page works without an address */ }
      tell(before);
    },
    start: () => {
      current = read(location.hash);
      written = write(current);
      window.addEventListener("hashchange", () => {
        // Compared as read, since browsers differ in which characters of a hash they escape.
        const arrived = read(location.hash);
        if (write(arrived) === written) return;
        const before = current;
        current = arrived;
        written = write(current);
        tell(before);
      });
      tell({});
    },
    permalink: () => {
      const { view, entity, fact, stage } = current;
      const values = new URLSearchParams({ view });
      if (entity) values.set("entity", entity);
      if (fact) values.set("fact", fact);
      if (stage) values.set("stage", stage);
      return `${location.href.replace(/#.*$/, "")}#${values}`;
    },
  };
})();
