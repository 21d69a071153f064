// A document for a file: each page says above what it is of; browsers that keep folded parts folded open them.
const paper = document.querySelector("[data-paper]")?.dataset.paper;
if (paper && document.adoptedStyleSheets) {
  const said = JSON.stringify(paper);
  const box = `content: ${said}; font: 8pt Inter, sans-serif; color: #4b5563;`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { @bottom-left { ${box} } }`);
  document.adoptedStyleSheets.push(sheet);
}

const unfolded = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open])")) unfolded.push(part);
  for (const part of unfolded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of unfolded.splice(0)) part.open = false;
});
