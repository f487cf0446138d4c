/* What a page came to be, as test_render.py wants to know it: numbers, and lists of complaints. */
(() => {
	const root = document.documentElement;
	const wide = root.clientWidth;

	/* [red, green, blue, alpha], 0 to 1 */
	const rgba = (text) => {
		const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
		return [r / 255, g / 255, b / 255, a];
	};
	const over = (top, alpha, below) => top.slice(0, 3).map((c, i) => c * alpha + below[i] * (1 - alpha));
	const canvas = () => {
		const probe = document.body.appendChild(document.createElement("i"));
		probe.style.background = "Canvas";
		const color = rgba(getComputedStyle(probe).backgroundColor);
		probe.remove();
		return color.slice(0, 3);
	};
	const below = canvas();
	const chain = (element) => (element ? [...chain(element.parentElement), element] : []);
	/* An element's opacity fades its background and all that is in it. */
	const colors = (element) => {
		let background = below, opacity = 1;
		for (const e of chain(element)) {
			const style = getComputedStyle(e), own = rgba(style.backgroundColor);
			opacity *= Number(style.opacity);
			background = over(own, own[3] * opacity, background);
		}
		const ink = rgba(getComputedStyle(element).color);
		return [over(ink, ink[3] * opacity, background), background];
	};
	/* WCAG 2.1, relative luminance and contrast ratio */
	const luminance = (color) => {
		const [r, g, b] = color.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const contrast = ([ink, background]) => {
		const [a, b] = [luminance(ink), luminance(background)].sort((x, y) => y - x);
		return (a + 0.05) / (b + 0.05);
	};

	const texts = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode())
		if (walker.currentNode.data.trim() !== "")
			texts.push(walker.currentNode);
	const place = (node, from, to) => {
		const range = document.createRange();
		range.setStart(node, from);
		range.setEnd(node, to);
		return [...range.getClientRects()].filter((r) => r.width > 0);
	};
	const block = (element) =>
		getComputedStyle(element).display.startsWith("inline") ? block(element.parentElement) : element;
	const holds = (outer, inner) =>
		inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
		inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;

	/* Of what is written from left to right, each letter is right of the one before it. */
	const runs = /[A-Za-z0-9<+][A-Za-z0-9<>@.:+\/?=&%-]*[A-Za-z0-9>]/g;
	const reversed = (node) => {
		const found = [];
		for (const run of node.data.matchAll(runs)) {
			let last = null;
			for (let i = 0; i < run[0].length; i++) {
				const [rect] = place(node, run.index + i, run.index + i + 1);
				if (last && rect && Math.abs(rect.top - last.top) < 2 && rect.left < last.left) {
					found.push(run[0]);
					break;
				}
				last = rect || last;
			}
		}
		return found;
	};
	const isolated = (node) => node.parentElement.closest("bdi, [dir=auto], a[dir=ltr]") !== null;

	const complaints = {
		outside: [], faint: [], small: [], cut: [], split: [], thin: [], reversed: [], loose: [],
	};
	let worst = 21;
	for (const node of texts) {
		const parent = node.parentElement, ratio = contrast(colors(parent)), text = node.data.trim();
		const box = block(parent).getBoundingClientRect();
		worst = Math.min(worst, ratio);
		if (ratio < 4.5)
			complaints.faint.push(`${ratio.toFixed(2)}: ${text}`);
		if (parseFloat(getComputedStyle(parent).fontSize) < 13)
			complaints.small.push(text);
		for (const rect of place(node, 0, node.length))
			if (!holds(box, rect) || rect.left < 0 || rect.right > wide)
				complaints.outside.push(text);
		complaints.reversed.push(...reversed(node));
		for (const range of node.data.matchAll(/\d[\d:.]*[–〜][\d:.]*\d/g))
			if (new Set(place(node, range.index, range.index + range[0].length).map((r) => r.top)).size > 1)
				complaints.split.push(range[0]);
		if (/[A-Za-z]{2}/.test(text) && !isolated(node))
			complaints.loose.push(text);
	}
	for (const e of document.body.querySelectorAll("*"))
		if (!getComputedStyle(e).display.startsWith("inline") && e.scrollWidth > e.clientWidth + 1)
			complaints.cut.push(e.textContent.trim());
	for (const a of document.querySelectorAll("a[href^='mailto:']"))
		if (a.getBoundingClientRect().height < 40)
			complaints.thin.push(a.textContent);
	return {
		lang: root.lang, dir: root.dir, wide, overflow: root.scrollWidth - wide,
		dark: matchMedia("(prefers-color-scheme: dark)").matches,
		texts: texts.length, text: document.body.innerText, worst,
		...complaints,
	};
})()
