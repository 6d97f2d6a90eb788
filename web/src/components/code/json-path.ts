// Where in a JSON text something stands, and how much of a long one is shown.

interface Node {
  name: string;
  from: number;
  to: number;
  parent: Node | null;
  firstChild: Node | null;
  nextSibling: Node | null;
}

interface Tree {
  resolveInner: (at: number, side?: -1 | 0 | 1) => Node;
}

const MOST = 1_000_000;
const SHOWN = 200_000;

/** The path to a place, as JavaScript would write it: `$.messages[2].content`. Empty at the top. */
export function pathAt(tree: Tree, text: string, at: number): string {
  const steps: string[] = [];
  for (let node: Node | null = tree.resolveInner(at, 1); node?.parent; node = node.parent) {
    if (node.name === 'Property') steps.unshift(member(text, node));
    else if (node.parent.name === 'Array' && /^[A-Z]/.test(node.name)) steps.unshift(`[${placeIn(node.parent, node)}]`);
  }
  return steps.length === 0 ? '' : `$${steps.join('')}`;
}

function member(text: string, property: Node): string {
  const name = property.firstChild;
  const quoted = name ? text.slice(name.from, name.to) : '""';
  const bare = quoted.slice(1, -1);
  return /^[A-Za-z_$][\w$]*$/.test(bare) ? `.${bare}` : `[${quoted}]`;
}

function placeIn(list: Node, item: Node): number {
  let place = 0;
  for (let child = list.firstChild; child; child = child.nextSibling) {
    if (child.from === item.from) return place;
    if (/^[A-Z]/.test(child.name)) place += 1;
  }
  return place;
}

/** A text over a megabyte is shown by its beginning; `whole` is then all of it. */
export function shortened(text: string): { text: string; whole: string | null } {
  return text.length > MOST ? { text: text.slice(0, text.lastIndexOf('\n', SHOWN)), whole: text } : { text, whole: null };
}
