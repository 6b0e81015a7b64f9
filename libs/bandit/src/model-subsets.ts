/**
 * All sets of at most N of K models, as a tree: a node is its parent's set and one more model of a
 * higher index. Nodes come in order of size, and 0 is the empty set.
 */
export class ModelSubsets {
  /** How many sets there are, the empty one included. */
  readonly count: number;
  readonly sizes: Int32Array;
  readonly parents: Int32Array;
  /** The highest index of each set. */
  readonly lasts: Int32Array;
  /** `node * size + position`: the set's models by ascending index. */
  readonly members: Int32Array;
  /** `node * size + position`: the set without the model at that position. */
  readonly without: Int32Array;
  /** Where a node's children begin, less the index that the first of them adds. */
  private readonly children: Int32Array;

  constructor(
    models: number,
    readonly size: number,
  ) {
    const parents = [0];
    const lasts = [-1];
    const sizes = [0];
    const children: number[] = [];
    for (let parent = 0; parent < parents.length; parent += 1) {
      const last = lasts[parent] as number;
      const grown = (sizes[parent] as number) + 1;
      children.push(parents.length - last - 1);
      for (let model = last + 1; model < models && grown <= size; model += 1) {
        parents.push(parent);
        lasts.push(model);
        sizes.push(grown);
      }
    }
    this.count = parents.length;
    this.sizes = Int32Array.from(sizes);
    this.parents = Int32Array.from(parents);
    this.lasts = Int32Array.from(lasts);
    this.children = Int32Array.from(children);
    this.members = new Int32Array(this.count * size);
    this.without = new Int32Array(this.count * size);
    for (let node = 1; node < this.count; node += 1) this.fill(node);
  }

  /** The node of a set. @param ascending at most N distinct indices */
  nodeOf(ascending: readonly number[]): number {
    return ascending.reduce((node, model) => (this.children[node] as number) + model, 0);
  }

  private fill(node: number): void {
    const { members, without, size } = this;
    const parent = this.parents[node] as number;
    const last = this.lasts[node] as number;
    const position = (this.sizes[node] as number) - 1;
    for (let at = 0; at < position; at += 1) {
      members[node * size + at] = members[parent * size + at] as number;
      const less = without[parent * size + at] as number;
      without[node * size + at] = (this.children[less] as number) + last;
    }
    members[node * size + position] = last;
    without[node * size + position] = parent;
  }
}
