// While a wording is proposed, its difference from the one of the card is shown word by word, as the server
// will show it. Texts that differ in too many words are shown as a whole: typing is not held up.
const MOST = 250_000; // words of one times words of the other

document.addEventListener("input", ({ target }) => show(target.closest("[data-entry]")));
for (const entry of document.querySelectorAll("[data-entry]")) show(entry);

function show(entry) {
  if (!entry) return;
  const [before, after] = ["current_text", "proposed_text"].map((name) => typed(entry, name));
  const part = entry.querySelector("[data-difference]");
  part.hidden = before === "" || after === "" || before === after;
  if (!part.hidden) part.querySelector("p").replaceChildren(...drawn(compared(before, after)));
}

function typed(entry, name) {
  return entry.querySelector(`[name$=".${name}"]`).value.trim();
}

// Returns [kind, words]: "same", "del" or "ins". What is alike at both ends needs no comparing.
function compared(before, after) {
  const [old, now] = [before.split(" "), after.split(" ")];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return joined([
    ...old.slice(0, start).map((word) => ["same", word]), ...middle,
    ...old.slice(old.length - end).map((word) => ["same", word]),
  ]);
}

function between(old, now) {
  if (old.length * now.length > MOST) return [["del", old.join(" ")], ["ins", now.join(" ")]];
  const alike = table(old, now);
  const found = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      found.push(["same", old[i]]);
      i += 1;
      j += 1;
    } else if (j === now.length || (i < old.length && alike[i + 1][j] >= alike[i][j + 1])) {
      found.push(["del", old[i]]);
      i += 1;
    } else {
      found.push(["ins", now[j]]);
      j += 1;
    }
  }
  return found;
}

// How many words the rests from i and from j have in common, in their order.
function table(old, now) {
  const alike = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      alike[i][j] = old[i] === now[j] ? alike[i + 1][j + 1] + 1 : Math.max(alike[i + 1][j], alike[i][j + 1]);
    }
  }
  return alike;
}

function joined(words) {
  const found = [];
  for (const [kind, word] of words) {
    const last = found.at(-1);
    if (last?.[0] === kind) last[1] += ` ${word}`;
    else found.push([kind, word]);
  }
  return found;
}

function drawn(pieces) {
  return pieces.flatMap(([kind, text], place) => {
    const piece = document.createElement(kind === "same" ? "span" : kind);
    piece.textContent = text;
    return place ? [" ", piece] : [piece];
  });
}
