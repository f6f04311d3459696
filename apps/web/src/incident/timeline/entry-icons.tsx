import {
  ArrowRightLeft,
  BellRing,
  Bot,
  CircleAlert,
  CircleCheck,
  Cpu,
  EyeOff,
  Eye,
  Flag,
  GitMerge,
  Globe,
  Mail,
  MessageSquare,
  MessagesSquare,
  Pencil,
  Phone,
  Plug,
  Radar,
  RotateCcw,
  Smartphone,
  SquareTerminal,
  TrendingUp,
  User,
  UserPlus,
  Users,
  Wrench,
  Clock,
  Circle,
  Megaphone,
  type LucideIcon,
} from 'lucide-react';

const types: Record<string, LucideIcon> = {
  trigger: CircleAlert,
  acknowledge: Eye,
  unacknowledge: RotateCcw,
  reopen: RotateCcw,
  resolve: CircleCheck,
  close: CircleCheck,
  cancel: CircleCheck,
  merge: GitMerge,
  assign: UserPlus,
  delegate: UserPlus,
  responder_request: UserPlus,
  escalate: TrendingUp,
  urgency_change: Flag,
  priority_change: Flag,
  annotate: MessageSquare,
  notify: BellRing,
  snooze: Clock,
  status_update: Megaphone,
  action: Wrench,
  revise: Pencil,
  redact: EyeOff,
  move: ArrowRightLeft,
};

const agents: Record<string, LucideIcon> = {
  user: User,
  team: Users,
  service: Cpu,
  integration: Plug,
  bot: Bot,
};

const channels: Record<string, LucideIcon> = {
  chat: MessagesSquare,
  slack: MessagesSquare,
  email: Mail,
  phone: Phone,
  sms: Smartphone,
  mobile: Smartphone,
  web: Globe,
  website: Globe,
  api: SquareTerminal,
  monitoring: Radar,
};

const SIZE = { size: 14, 'aria-hidden': true } as const;

export function TypeIcon({ type, size = 15 }: { readonly type: string; readonly size?: number }) {
  const Icon = types[type] ?? Circle;
  return <Icon {...SIZE} size={size} />;
}

export function AgentIcon({ kind }: { readonly kind: string | undefined }) {
  const Icon = agents[kind ?? ''] ?? User;
  return <Icon {...SIZE} />;
}

export function ChannelIcon({ channel }: { readonly channel: string }) {
  const Icon = channels[channel] ?? Globe;
  return <Icon {...SIZE} />;
}
