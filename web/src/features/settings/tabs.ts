// The parts of the settings, in the order of their list; who sees which is decided here.

import type { ComponentType } from 'react';
import type { Me } from '@/api/account';
import { settings } from '@/texts/settings';
import { IngestionTab } from './IngestionTab';
import { KeysTab } from './KeysTab';
import { LedgerTab } from './LedgerTab';
import { OrgTab } from './OrgTab';
import { ProfileTab } from './ProfileTab';
import { ProjectTab } from './ProjectTab';
import { SessionsTab } from './SessionsTab';
import { SystemTab } from './SystemTab';

export interface SettingsTab {
  /** In the link: `?tab=`. */
  id: string;
  label: string;
  isOpen: (me: Me) => boolean;
  Content: ComponentType;
}

function needs(permission: string): SettingsTab['isOpen'] {
  return (me) => me.permissions.includes(permission);
}

export const TABS: { label: string; tabs: SettingsTab[] }[] = [
  {
    label: settings.groups.project,
    tabs: [
      { id: 'project', label: settings.project, isOpen: needs('settings.read'), Content: ProjectTab },
      { id: 'keys', label: settings.keys, isOpen: needs('settings.read'), Content: KeysTab },
      { id: 'ingestion', label: settings.ingestion, isOpen: needs('settings.read'), Content: IngestionTab },
      { id: 'ledger', label: settings.ledger, isOpen: needs('projects.read'), Content: LedgerTab },
    ],
  },
  {
    label: settings.groups.organisation,
    tabs: [{ id: 'organisation', label: settings.organisation, isOpen: needs('settings.read'), Content: OrgTab }],
  },
  {
    label: settings.groups.server,
    tabs: [{ id: 'system', label: settings.system, isOpen: (me) => me.operator, Content: SystemTab }],
  },
  {
    label: settings.groups.you,
    tabs: [
      { id: 'profile', label: settings.profile, isOpen: () => true, Content: ProfileTab },
      { id: 'sessions', label: settings.sessions, isOpen: () => true, Content: SessionsTab },
    ],
  },
];
