import { useState } from 'react';
import type { Alert } from '../../../contract/alerts.ts';
import { alertsStore } from '../../stores/alerts.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { istTime } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { openAlert, pauseAlert, removeAlert } from './alert-actions.ts';
import { setMuted, soundStore } from './alert-sound.ts';
import { alertValue, distanceText, repeatText, STATE_WORDS } from './alert-words.ts';
import { askToNotify, canAskToNotify } from './notify.ts';
import './alerts.css';

const TONES = { ACTIVE: 'ok', PAUSED: 'plain', FIRED: 'warn', EXPIRED: 'plain' } as const;

const COLUMNS: readonly Column<Alert>[] = [
  {
    id: 'state',
    head: 'State',
    align: 'l',
    cell: ({ state }) => <Tag tone={TONES[state]}>{STATE_WORDS[state]}</Tag>,
    sort: ({ state }) => state,
  },
  {
    id: 'text',
    head: 'Alert',
    align: 'l',
    cell: ({ text, terms }) => (
      <>
        <b>{text}</b> <span className="t3">{terms.note}</span>
      </>
    ),
    sort: ({ text }) => text,
  },
  { id: 'now', head: 'Now', cell: ({ terms, value }) => alertValue(terms.subject, value) },
  { id: 'distance', head: 'Away', cell: distanceText },
  { id: 'repeat', head: 'Fires', align: 'l', cell: ({ terms }) => repeatText(terms.repeat), className: () => 't2' },
  {
    id: 'last',
    head: 'Last',
    cell: ({ lastFiredAt, lastValue, terms, firings }) =>
      lastFiredAt === null
        ? '–'
        : `${istTime(lastFiredAt)} at ${alertValue(terms.subject, lastValue)}${firings > 1 ? ` · ${firings}×` : ''}`,
    sort: ({ lastFiredAt }) => lastFiredAt,
  },
  {
    id: 'acts',
    head: '',
    cell: (alert) => (
      <span className="alert-acts">
        {alert.state === 'ACTIVE' || alert.state === 'PAUSED' ? (
          <Button small look="ghost" onClick={() => pauseAlert(alert)}>
            {alert.state === 'ACTIVE' ? 'Pause' : 'Go on'}
          </Button>
        ) : null}
        <Button small look="ghost" onClick={() => openAlert(alert)}>
          {alert.state === 'FIRED' || alert.state === 'EXPIRED' ? 'Set again' : 'Change'}
        </Button>
        <IconButton name={`Remove: ${alert.text}`} onClick={() => removeAlert(alert)}>
          <CloseIcon />
        </IconButton>
      </span>
    ),
  },
];

/** What the desk watches for the trader, with how far each is from firing. */
export function AlertsPanel() {
  const alerts = alertsStore((state) => state.alerts) ?? [];
  const muted = soundStore((state) => state.muted);
  const [asks, setAsks] = useState(canAskToNotify);
  return (
    <Panel
      name="Alerts"
      tools={
        <>
          {asks ? (
            <Button small onClick={() => void askToNotify().then(() => setAsks(canAskToNotify()))}>
              Notify on this desktop
            </Button>
          ) : null}
          <Button small aria-pressed={!muted} onClick={() => setMuted(!muted)}>
            {muted ? 'Sound off' : 'Sound on'}
          </Button>
          <Button small look="primary" onClick={() => openAlert()}>
            New alert
          </Button>
        </>
      }
    >
      <DataTable
        name="Alerts"
        columns={COLUMNS}
        rows={alerts}
        rowKey={({ id }) => id}
        rowClass={({ state }) => (state === 'ACTIVE' ? undefined : 'dim')}
        empty={
          <EmptyState>
            Alerts watch price, OI, IV, PCR, P&L and indicators, also while no window is open: focus a symbol and press
            New alert.
          </EmptyState>
        }
      />
    </Panel>
  );
}
