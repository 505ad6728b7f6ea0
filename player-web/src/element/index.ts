import { NavigatorElement } from '../navigator';
import { PlayerElement } from './player-element';

export { NavigatorElement, PlayerElement };

/** Makes `<dayreel-player>` and `<dayreel-navigator>` known to the document. */
export function defineElements(): void {
  if (customElements.get('dayreel-player') === undefined)
    customElements.define('dayreel-player', PlayerElement);
  if (customElements.get('dayreel-navigator') === undefined)
    customElements.define('dayreel-navigator', NavigatorElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'dayreel-player': PlayerElement;
    'dayreel-navigator': NavigatorElement;
  }
}
