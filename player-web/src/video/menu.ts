/** A choice of which one holds; not shown while there is nothing to choose. */
export class Menu {
  private names: readonly string[] = [];

  /** @param label that holds the select, in words before it */
  constructor(
    private readonly label: HTMLElement,
    private readonly select: HTMLSelectElement,
    chosen: (index: number) => void,
  ) {
    label.hidden = true;
    select.addEventListener('change', () => chosen(select.selectedIndex));
  }

  /** Shows what there is to choose. @param selected which one holds now */
  fill(names: readonly string[], selected: number): void {
    if (names.join('\n') !== this.names.join('\n')) {
      this.names = [...names];
      this.select.replaceChildren(...names.map((name) => new Option(name)));
    }
    this.select.selectedIndex = selected;
    this.label.hidden = names.length < 2;
  }
}
