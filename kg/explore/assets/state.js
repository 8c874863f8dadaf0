"use strict";
// What is being looked at, kept in the address after `#`, so that every view is a link and the back button works:
// view, entity, fact, pick (a selection that a view made), as-of (a day), q (words), the filters, and the keys of views.
(() => {
  const SINGLE = ["view", "entity", "fact", "pick", "asOf", "q"];
  const MANY = ["type", "predicate", "modality", "company", "filing"];
  const IN_ADDRESS = { asOf: "as-of" };
  const DAY = /^\d{4}-\d{2}-\d{2}$/;
  const listeners = [];
  let keys = {};
  let current = {};
  let written = null;

  const nameOf = (key) => IN_ADDRESS[key] || key;
  const fallback = (key) => (keys[key] && keys[key].length ? keys[key][0] : null);
  const allowed = (key, value) => {
    if (value === null || value === "") return false;
    if (key === "asOf") return DAY.test(value);
    return !keys[key] || keys[key].length === 0 || keys[key].includes(value);
  };

  const read = (text) => {
    const values = new URLSearchParams(text.replace(/^#/, ""));
    const state = {};
    for (const key of [...SINGLE, ...Object.keys(keys)]) {
      const value = values.get(nameOf(key));
      if (!(key in state)) state[key] = allowed(key, value) ? value : fallback(key);
    }
    for (const key of MANY) state[key] = values.getAll(key);
    return state;
  };

  const write = (state) => {
    const values = new URLSearchParams({ view: state.view });
    for (const key of [...SINGLE, ...Object.keys(keys)]) {
      if (key !== "view" && state[key] && state[key] !== fallback(key)) values.set(nameOf(key), state[key]);
    }
    for (const key of MANY) for (const value of state[key]) values.append(key, value);
    return `#${values}`;
  };

  const tell = (before) => { for (const listener of listeners) listener(current, before); };

  KG.state = {
    get: () => current,
    onChange: (listener) => listeners.push(listener),
    // Change some keys. `quiet` replaces the address instead of adding to the history (typing, sorting, sliding).
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
    start: (initial) => {
      keys = { view: KG.views.all().map((view) => view.name) };
      for (const view of KG.views.all()) Object.assign(keys, view.keys);
      current = read(location.hash.length > 1 ? location.hash : initial || "");
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
    permalink: () => `${location.href.replace(/#.*$/, "")}${write(current)}`,
  };
})();
