import type {
  GroupPanelPartInitParameters,
  IContentRenderer,
  IGroupHeaderProps,
  IHeaderActionsRenderer,
  ITabRenderer,
  TabPartInitParameters,
} from 'dockview';
import type { PanelId } from '../../stores/panel-ids.ts';

/** A panel's two places in the page: React draws into them, the dock moves them about. */
export interface PanelHost {
  id: PanelId;
  content: HTMLElement;
  head: HTMLElement;
}

const slotOfGroup = new Map<string, HTMLElement>();

function box(className: string, tag: 'div' | 'header' = 'div'): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

/** The content side of a panel; keeps its head in the head of whichever group it stands in. */
export class PanelContent implements IContentRenderer {
  readonly element = box('dock-content');
  readonly host: PanelHost;
  #changed: (host: PanelHost, there: boolean) => void;
  #subscriptions: { dispose(): void }[] = [];

  constructor(id: PanelId, changed: (host: PanelHost, there: boolean) => void) {
    this.host = { id, content: this.element, head: box('dock-head') };
    this.#changed = changed;
  }

  init({ api }: GroupPanelPartInitParameters): void {
    // Once the dock has told every panel: on the way, two of a group take themselves for visible.
    const place = () =>
      queueMicrotask(() => {
        const slot = slotOfGroup.get(api.group.id);
        if (api.isVisible && slot) slot.replaceChildren(this.host.head);
        else if (!api.isVisible) this.host.head.remove();
      });
    this.#subscriptions = [api.onDidVisibilityChange(place), api.onDidActiveChange(place), api.onDidGroupChange(place)];
    place();
    this.#changed(this.host, true);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.host.head.remove();
    this.#changed(this.host, false);
  }
}

/** Room in a group's head for the head of its visible panel. */
export class HeadSlotElement implements IHeaderActionsRenderer {
  readonly element = box('dock-slot');
  #group = '';

  init({ group }: IGroupHeaderProps): void {
    this.#group = group.id;
    slotOfGroup.set(group.id, this.element);
  }

  dispose(): void {
    if (slotOfGroup.get(this.#group) === this.element) slotOfGroup.delete(this.#group);
  }
}

/** A tab: a grip to drag the panel by, and its name where the group has several. */
export class PanelTab implements ITabRenderer {
  readonly element = box('dock-tab');

  init({ title }: TabPartInitParameters): void {
    const name = document.createElement('span');
    name.textContent = title;
    this.element.title = `${title}: drag to move`;
    this.element.append(box('dock-grip'), name);
  }
}
