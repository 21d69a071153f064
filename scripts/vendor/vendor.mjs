// Copies what the front end takes from npm into the project. Run by hand, after a version in package.json
// changes:
//   cd scripts/vendor && npm ci --ignore-scripts && node vendor.mjs
// The results are committed; nobody needs Node to run or test the project.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(here, "node_modules");
const vendor = "app/static/vendor";
const inter = "@fontsource-variable/inter";

const FILES = [
  ["bootstrap/LICENSE", `${vendor}/bootstrap/LICENSE`],
  ["tom-select/LICENSE", `${vendor}/tom-select/LICENSE`],
  [`${inter}/files/inter-latin-wght-normal.woff2`, `${vendor}/inter/inter-latin.woff2`],
  [`${inter}/LICENSE`, `${vendor}/inter/LICENSE`],
  ["@tabler/icons/LICENSE", `${vendor}/tabler-icons/LICENSE`],
  ["axe-core/LICENSE", "tests/browser/vendor/axe.LICENSE"],
];

// Of the second font file pages need Latin Extended-A alone (U+0100–017F): the letters of Latvian and of its
// neighbours. app/static/css/tokens.css names the same range; others are left to the fonts of the device.
const EXTENDED = Array.from({ length: 128 }, (_, place) => String.fromCodePoint(0x100 + place)).join("");
const WHOLE = `${inter}/files/inter-latin-ext-wght-normal.woff2`;

// Source maps are not shipped, so the line that points to them goes.
const WITHOUT_MAP = [
  ["bootstrap/dist/css/bootstrap.min.css", `${vendor}/bootstrap/bootstrap.min.css`],
  ["tom-select/dist/js/tom-select.base.min.js", `${vendor}/tom-select/tom-select.base.min.js`],
  ["axe-core/axe.min.js", "tests/browser/vendor/axe.min.js"],
];

function target(path) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

function symbol(name) {
  const svg = readFileSync(join(packages, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const shapes = svg
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s+/g, " ")
    .trim();
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

for (const [from, to] of FILES) copyFileSync(join(packages, from), target(to));
const cut = await subsetFont(readFileSync(join(packages, WHOLE)), EXTENDED, { targetFormat: "woff2" });
writeFileSync(target(`${vendor}/inter/inter-latin-ext.woff2`), cut);
for (const [from, to] of WITHOUT_MAP) {
  const text = readFileSync(join(packages, from), "utf8");
  const without = text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, "");
  writeFileSync(target(to), without.trimEnd() + "\n");
}

const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
const sprite = [
  '<svg xmlns="http://www.w3.org/2000/svg">',
  "<!-- Tabler Icons, MIT: vendor/tabler-icons/LICENSE -->",
];
writeFileSync(target("app/static/icons.svg"), [...sprite, ...names.map(symbol), "</svg>", ""].join("\n"));
