// What is wrong with where things stand, in one go: the page is measured, said longer, mirrored and put back before it can draw.
({ width, least, big }) => {
  const named = (each) => {
    const words = (each.textContent || each.getAttribute("aria-label") || each.id || "").trim().slice(0, 40);
    return `<${each.localName} class="${each.getAttribute("class") ?? ""}"> ${words}`;
  };
  const letters = /\p{L}/u;
  const hasWords = (node) => node.data.trim() !== "";

  // Words for screen readers are put away on purpose; what lies under an open sheet was looked at in a stop of its own.
  const inFront = document.querySelector("dialog[open]") ?? document.body;
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(inFront, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (!hasWords(node) || parent.closest(".sr, svg, option, script, style, textarea")) continue;
      if (parent.checkVisibility() && getComputedStyle(parent).fontSize !== "0px") found.push(node);
    }
    return found;
  };
  const rectOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };

  // `.cut` and `.clamp` cut a sentence short that stands whole one tap away.
  const MEANT = ".cut, .clamp";

  // A table may scroll by itself where the keyboard reaches it.
  const scrolls = (each) => each.closest("[tabindex='0']:has(table)") !== null;
  const sideways = (found) => {
    const room = Math.min(innerWidth, document.documentElement.clientWidth);
    const isOut = (box) => box.width > 0 && (box.right > room + 1 || box.left < -1);
    const boxes = [...document.body.querySelectorAll("*")].filter(
      (each) => !each.closest(".sr, svg") && each.checkVisibility() && isOut(each.getBoundingClientRect()),
    );
    const words = found.filter((node) => isOut(rectOf(node)) && !node.parentElement.closest(MEANT));
    const out = [...boxes, ...words.map((node) => node.parentElement)];
    return out.filter((each) => !scrolls(each)).map((each) => `sideways: ${named(each)}`);
  };

  // Words that stand above one another because something beside them took all the room.
  const squeezed = (found) =>
    found
      .filter((node) => node.data.trim().length > 8)
      .map((node) => node.parentElement)
      .filter((each) => !each.closest("[inert]") && getComputedStyle(each).display !== "inline")
      .filter((each) => {
        const box = each.getBoundingClientRect();
        return box.width > 0 && box.width < 32 && box.height > 3 * box.width;
      })
      .map((each) => `squeezed: ${named(each)}`);

  // A word on a button or a tab that goes on in the next line, where a phone has its usual width.
  const range = document.createRange();
  const isBroken = (node, { index, 0: { length } }) => {
    range.setStart(node, index);
    range.setEnd(node, index + length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  };
  const broken = (found) =>
    found
      .filter((node) => node.parentElement.closest(".btn, .tabs") && !node.parentElement.closest(MEANT))
      .filter((node) => [...node.data.matchAll(/\p{L}{3,14}/gu)].some((word) => isBroken(node, word)))
      .map((node) => `broken: ${named(node.parentElement)}`);

  const HOLDS = ["hidden", "clip"];
  const clipped = (found) =>
    found.flatMap((node) => {
      if (node.parentElement.closest(MEANT) || scrolls(node.parentElement)) return [];
      const rect = rectOf(node);
      if (rect.width === 0) return [];
      const slack = 0.35 * Number.parseFloat(getComputedStyle(node.parentElement).fontSize);
      let isFree = false;
      for (let each = node.parentElement; each !== document.body; each = each.parentElement) {
        const { overflowX, overflowY, display, position } = getComputedStyle(each);
        if (display === "contents") continue;
        const box = each.getBoundingClientRect();
        if (HOLDS.includes(overflowX) && (rect.right > box.right + 1 || rect.left < box.left - 1))
          return [`clipped: ${named(node.parentElement)} in ${named(each)}`];
        const below = rect.bottom > box.bottom + slack || rect.top < box.top - slack;
        if (HOLDS.includes(overflowY) && !isFree && below)
          return [`clipped: ${named(node.parentElement)} in ${named(each)}`];
        if (["auto", "scroll"].includes(overflowY)) isFree = true;
        if (position === "fixed") break;
      }
      return [];
    });

  // Words that leave what they stand in.
  const HOLDERS = "button, .btn, .chip, .part, .tag, .prio, .note, .card, .item, .panel, .al, .q, .u, td, th";
  const spilled = (found) =>
    found.flatMap((node) => {
      const parent = node.parentElement;
      if (parent.closest(MEANT) || scrolls(parent)) return [];
      const holder = parent.closest(HOLDERS);
      if (holder === null) return [];
      const rect = rectOf(node);
      const box = holder.getBoundingClientRect();
      const isOut = rect.width > 0 && (rect.right > box.right + 1 || rect.left < box.left - 1);
      return isOut ? [`spilled: ${named(parent)} out of ${named(holder)}`] : [];
    });

  const TARGETS = "a, button, input, select, textarea, summary, [role=radio], label.chip, label.part";
  const targets = () =>
    [...inFront.querySelectorAll(TARGETS)]
      .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest("[inert], .sr"))
      .filter((each) => getComputedStyle(each).display !== "inline");
  // What stays where it is while the rest scrolls under it is a layer of its own.
  const layerOf = (target) => {
    for (let each = target; each !== inFront && each !== null; each = each.parentElement) {
      const { position, overflowY } = getComputedStyle(each);
      if (position === "sticky" || position === "fixed") return each;
      if (position === "absolute" || overflowY === "auto" || overflowY === "scroll") return each;
      if (each.matches(".dock")) return each;
    }
    return inFront;
  };
  const overlapping = () => {
    const placed = targets().map((each) => [each, each.getBoundingClientRect(), layerOf(each)]);
    const faults = [];
    for (const [i, [one, a, layer]] of placed.entries()) {
      for (const [other, b, otherLayer] of placed.slice(i + 1)) {
        if (layer !== otherLayer || one.contains(other) || other.contains(one)) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 2) faults.push(`overlap: ${named(one)} and ${named(other)}`);
      }
    }
    return faults;
  };
  // A link inside a sentence may be as high as its line; what nobody can tap needs no size.
  const small = () =>
    targets()
      .filter((each) => !each.disabled)
      .map((each) => [each, each.getBoundingClientRect()])
      .filter(([, box]) => Math.min(box.width, box.height) < least - 0.5)
      .map(([each, box]) => `small: ${named(each)} ${Math.round(box.width)} x ${Math.round(box.height)}`);

  const measured = (how, isTapped = false) => {
    const found = texts();
    const faults = [...sideways(found), ...squeezed(found), ...clipped(found), ...spilled(found), ...overlapping()];
    const all = isTapped && least > 0 ? [...faults, ...small()] : faults;
    return [...new Set(all)].slice(0, 6).map((each) => `${width} px, ${how}: ${each}`);
  };

  // Each vowel twice is four tenths longer in English, and words break where they would in German or Finnish.
  const ACCENTS = { a: "áà", e: "éè", i: "íì", o: "óò", u: "úù", A: "ÁÀ", E: "ÉÈ", I: "ÍÌ", O: "ÓÒ", U: "ÚÙ" };
  const longer = (words) => {
    // A code or a unit stays as long as it is.
    if (!/[aeiou]/i.test(words)) return words;
    const said = words.replace(/[aeiouAEIOU]/g, (vowel) => ACCENTS[vowel]);
    return said.replace(/^(\s*)(.*?)(\s*)$/s, "$1[$2]$3");
  };
  const ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
  const mirrored = (words) =>
    words.replace(/[a-z]/gi, (letter) => {
      const arabic = ARABIC[letter.toLowerCase().charCodeAt(0) - 97];
      return ACCENTS[letter] === undefined ? arabic : arabic + arabic;
    });
  const said = (change, look) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const before = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (letters.test(node.data) && !node.parentElement.closest("script, style, textarea, .kbd"))
        before.push([node, node.data]);
    }
    for (const [node, words] of before) node.data = change(words);
    const faults = look();
    for (const [node, words] of before) node.data = words;
    return faults;
  };

  const page = document.documentElement;
  const faults = measured("as it is", true);
  if (width >= 390) faults.push(...broken(texts()).map((each) => `${width} px, as it is: ${each}`));
  if (big) {
    page.style.fontSize = "200%";
    faults.push(...measured("text twice as big"));
    page.style.fontSize = "";
  }
  // Of English words alone: Spanish ones are longer than those already.
  if (page.lang !== "en") return faults;
  faults.push(...said(longer, () => measured("longer", true)));
  page.dir = "rtl";
  faults.push(...said(mirrored, () => measured("right to left")));
  page.removeAttribute("dir");
  return faults;
}
