import type {AnalyticsEvents} from 'askfirst';

/** Every event that this app tells about; a wrong name or property does not compile. Ids of agents and tools, never of people. */
declare module 'askfirst' {
  interface AnalyticsEvents {
    chat_started: {chat_id: string; agent_id: string};
    message_sent: {
      chat_id: string;
      agent_id: string;
      message_length_chars: number;
      has_attachments: boolean;
      /** More than a chat should tell. It is here so that one sees the guard at work: try an e-mail address. */
      message_preview: string;
    };
    message_received: {chat_id: string; agent_id: string; message_length_chars: number; response_time_ms: number};
    agent_selected: {agent_id: string; previous_agent_id: string};
    tool_executed: {chat_id: string; agent_id: string; tool_name: string; duration_ms: number; is_success: boolean};
    feedback_given: {chat_id: string; agent_id: string; message_index: number; rating: 'up' | 'down'};
    settings_changed: {setting: 'language' | 'theme' | 'direction'; value: string};
  }
}

export type {AnalyticsEvents};
