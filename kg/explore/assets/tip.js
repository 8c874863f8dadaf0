"use strict";
// What a mark means, beside it, on hover and on focus: a heading and the words of the newest filing.
(() => {
  const { h } = KG;
  const box = h("div", { id: "tip", role: "tooltip", hidden: true });
  document.body.append(box);
  let owner = null;

  const hide = () => {
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    owner = null;
    box.hidden = true;
  };

  const show = (element, content) => {
    hide();
    owner = element;
    KG.replace(box, ...content());
    box.hidden = false;
    element.setAttribute("aria-describedby", "tip");
    const at = element.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - width / 2), document.documentElement.clientWidth - width - 8);
    const above = at.top - height - 8;
    box.style.left = `${left}px`;
    box.style.top = `${above > 8 ? above : Math.min(at.bottom + 8, window.innerHeight - height - 8)}px`;
  };

  // Give an element a tip. `content` returns nodes, when it is asked for.
  KG.tip = (element, content) => {
    element.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(element, content); });
    element.addEventListener("pointerleave", hide);
    element.addEventListener("focus", () => { if (element.matches(":focus-visible")) show(element, content); });
    element.addEventListener("blur", hide);
    element.addEventListener("click", hide);
    return element;
  };
  KG.tip.hide = hide;
  // Tell whether a tip was open, and close it.
  KG.tip.close = () => { const open = owner !== null; hide(); return open; };

  const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
  // The newest of some facts, as a tip shows it.
  KG.tipFact = (number) => {
    const fact = KG.data.facts[number];
    const filing = KG.filingOf(fact);
    return h("figure", {}, h("blockquote", { dir: "auto" }, cut(KG.data.evidence[fact.evidence[0]].quote, 320)),
      h("figcaption", {}, h("bdi", {}, [filing.registrant || filing.name, filing.form, filing.date].filter(Boolean).join(" · "))));
  };
  KG.newestOf = (numbers) => numbers.reduce((best, n) => (KG.dateOf(KG.data.facts[n]) >= KG.dateOf(KG.data.facts[best]) ? n : best), numbers[0]);
  window.addEventListener("scroll", hide, { passive: true, capture: true });
})();
