import type { ReactNode } from 'react';

function icon(paths: ReactNode, size: number) {
  return function Icon() {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {paths}
      </svg>
    );
  };
}

export const TradeIcon = icon(
  <>
    <path d="M4 2v3M4 11v3M11.5 1.5v2M11.5 9v4" />
    <rect x="2.5" y="5" width="3" height="6" rx=".5" />
    <rect x="10" y="3.5" width="3" height="5.5" rx=".5" />
  </>,
  18,
);
export const OptionsIcon = icon(
  <>
    <path d="M1.5 12.5h4l5-8h4" />
    <path d="M1.5 8h13" strokeDasharray="1.5 2" />
  </>,
  18,
);
export const ReviewIcon = icon(
  <>
    <path d="M2.5 8a5.5 5.5 0 1 0 2-4.2" />
    <path d="M2 2.2v3h3M8 5v3.2l2.2 1.3" />
  </>,
  18,
);
export const AlertsIcon = icon(
  <path d="M8 2.2a4 4 0 0 0-4 4c0 3.4-1.4 4.6-1.4 4.6h10.8S12 9.6 12 6.2a4 4 0 0 0-4-4M6.7 13.2a1.5 1.5 0 0 0 2.6 0" />,
  17,
);
export const HelpIcon = icon(
  <>
    <circle cx="8" cy="8" r="6.2" />
    <path d="M6.2 6.3a1.8 1.8 0 1 1 2.6 1.9c-.6.3-.8.6-.8 1.2M8 11.6v.1" />
  </>,
  17,
);
export const ThemeIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.6" />
    <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
  </>,
  17,
);
export const PowerIcon = icon(<path d="M8 1.8v6M4.3 4.2a5.2 5.2 0 1 0 7.4 0" />, 13);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />, 12);
export const MoreIcon = icon(<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />, 14);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />, 11);
export const CheckIcon = icon(<path d="m3 8.5 3.2 3.2L13 4.8" />, 12);
export const WarnIcon = icon(<path d="M8 2 15 14H1zM8 6.5v3.3M8 11.9v.1" />, 15);
export const PlayIcon = icon(<path d="M4.5 2.5v11l9-5.5z" fill="currentColor" />, 13);
export const PauseIcon = icon(<path d="M5 3v10M11 3v10" strokeWidth="2.4" />, 13);
export const NextTradeIcon = icon(<path d="M3 3v10l7-5zM12 3v10" fill="currentColor" />, 12);
export const LastTradeIcon = icon(<path d="M13 3v10L6 8zM4 3v10" fill="currentColor" />, 12);
export const SearchIcon = icon(<path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.4 10.4l3.1 3.1" />, 13);
