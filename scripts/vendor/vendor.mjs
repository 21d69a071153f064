// Copies what the front end takes from npm into the project. Run by hand, after a version in package.json
// changes:
//   cd scripts/vendor && npm ci --ignore-scripts && node vendor.mjs
// The results are committed; nobody needs Node to run or test the project.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as harfbuzz from "harfbuzzjs";
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
const EXTENDED = signs(0x100, 0x17f);
const WHOLE = `${inter}/files/inter-latin-ext-wght-normal.woff2`;

// Fonts of documents, by the folder of their licence. Noto lets its files be cut: of mathematics and symbols
// documents need the marks, and the blocks of punctuation, arrows, operators, boxes and dingbats.
const FONTS = "app/documents/fonts";
const GOOGLE = "@expo-google-fonts";
const SYMBOLS = signs(0x300, 0x36f) + signs(0x2000, 0x2bff);
const google = (font, name) => `${GOOGLE}/${font}/400Regular/${name}_400Regular.ttf`;
const OF_DOCUMENTS = [
  ["source-sans", "source-sans/OTF/SourceSans3-Regular.otf"],
  ["source-sans", "source-sans/OTF/SourceSans3-Semibold.otf"],
  ["noto-sans-hebrew", google("noto-sans-hebrew", "NotoSansHebrew")],
  ["noto-sans-arabic", google("noto-sans-arabic", "NotoSansArabic")],
  ["noto-sans-math", google("noto-sans-math", "NotoSansMath"), SYMBOLS],
  ["noto-sans-symbols-2", google("noto-sans-symbols-2", "NotoSansSymbols2"), SYMBOLS],
  ["noto-emoji", google("noto-emoji", "NotoEmoji")],
];

// No archive takes private signs, and marks beyond the first plane are newer than what joins them to letters.
function left(sign) {
  const reserved = (sign >= 0xe000 && sign <= 0xf8ff) || sign >= 0xf0000;
  return reserved || (sign > 0xffff && /\p{M}/u.test(String.fromCodePoint(sign)));
}

// Source maps are not shipped, so the line that points to them goes.
const WITHOUT_MAP = [
  ["bootstrap/dist/css/bootstrap.min.css", `${vendor}/bootstrap/bootstrap.min.css`],
  ["tom-select/dist/js/tom-select.base.min.js", `${vendor}/tom-select/tom-select.base.min.js`],
  ["axe-core/axe.min.js", "tests/browser/vendor/axe.min.js"],
];

function signs(first, last) {
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, place) => first + place));
}

function target(path) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

// The signs that a font has, as ranges: [[first, last], …].
function covered(font) {
  const known = new harfbuzz.Face(new harfbuzz.Blob(font)).collectUnicodes();
  const ranges = [];
  for (const sign of [...known].filter((one) => !left(one)).sort((one, other) => one - other)) {
    if (ranges.length && ranges.at(-1)[1] === sign - 1) ranges.at(-1)[1] = sign;
    else ranges.push([sign, sign]);
  }
  return ranges;
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

const coverage = {};
for (const [folder, from, part] of OF_DOCUMENTS) {
  const whole = readFileSync(join(packages, from));
  const font = part ? await subsetFont(whole, part, { targetFormat: "truetype" }) : whole;
  writeFileSync(target(`${FONTS}/${folder}/${from.split("/").at(-1)}`), font);
  const licence = folder === "source-sans" ? "source-sans/LICENSE.md" : `${GOOGLE}/${folder}/LICENSE_FONT`;
  copyFileSync(join(packages, licence), target(`${FONTS}/${folder}/LICENSE`));
  coverage[folder] = covered(font);
}
const lines = Object.entries(coverage).map(([font, ranges]) => `"${font}": ${JSON.stringify(ranges)}`);
writeFileSync(target(`${FONTS}/coverage.json`), `{\n${lines.join(",\n")}\n}\n`);

const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
const sprite = [
  '<svg xmlns="http://www.w3.org/2000/svg">',
  "<!-- Tabler Icons, MIT: vendor/tabler-icons/LICENSE -->",
];
writeFileSync(target("app/static/icons.svg"), [...sprite, ...names.map(symbol), "</svg>", ""].join("\n"));
