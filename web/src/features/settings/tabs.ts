// The parts of the settings, in the order of their list; who sees which is decided here.

import type { ComponentType } from 'react';
import type { Me } from '@/api/account';
import { settings } from '@/texts/settings';
import { ProfileTab } from './ProfileTab';
import { SessionsTab } from './SessionsTab';

export interface SettingsTab {
  /** In the link: `?tab=`. */
  id: string;
  label: string;
  isOpen: (me: Me) => boolean;
  Content: ComponentType;
}

export const TABS: { label: string; tabs: SettingsTab[] }[] = [
  {
    label: settings.groups.you,
    tabs: [
      { id: 'profile', label: settings.profile, isOpen: () => true, Content: ProfileTab },
      { id: 'sessions', label: settings.sessions, isOpen: () => true, Content: SessionsTab },
    ],
  },
];
