/// <reference types="vite/client" />

/** Present in the desktop shell's preload, absent in a browser. */
interface Window {
  terminalShell?: { readonly kind: 'desktop' };
}
