"use strict";
// Tables as files. The text is that of RFC 4180.
(() => {
  // A text that a spreadsheet would take for a formula gets an apostrophe before it.
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    let text = String(value);
    if (typeof value === "string" && /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };

  KG.csv = {
    text: (rows) => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join(""),
    save: (name, rows) => {
      // The mark at the start tells spreadsheets that the text is UTF-8.
      const url = URL.createObjectURL(new Blob(["\ufeff", KG.csv.text(rows)], { type: "text/csv;charset=utf-8" }));
      const link = KG.h("a", { href: url, download: `${name}.csv` });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },
    // The columns that say where a fact stands, for tables whose rows rest on one fact each.
    sourceHead: ["modality", "confidence", "reported", "filing", "form", "registrant", "accession", "part", "section", "quote", "start", "end", "curation", "fact id"],
    source: (fact) => {
      const filing = KG.filingOf(fact);
      const words = KG.data.evidence[fact.evidence[0]];
      return [fact.modality, fact.confidence, filing.date || "", filing.name, filing.form || "", filing.registrant || "", filing.accession || "",
        words.part, words.section, words.quote, words.start, words.end, fact.curation ? fact.curation.join("; ") : "", fact.id];
    },
  };
})();
