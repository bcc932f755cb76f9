// Made by askfirst-events from plan.json: change that file and run the command again.

declare module 'askfirst' {
  interface AnalyticsEvents {
    /** The first message of a new chat is on its way. */
    chat_started: {
      /** A random id of this chat. */
      chat_id: string;
      /** The agent that answers. */
      agent_id: string;
    };
    /** The visitor has sent a message. */
    message_sent: {
      chat_id: string;
      agent_id: string;
      /** Whole number, at least 0, aggregated. */
      message_length_chars: number;
      has_attachments: boolean;
      /** More than a chat should tell. It is here so that one sees the guard at work: try an e-mail address. */
      message_preview: string;
    };
    /** The agent's answer is shown. */
    message_received: {
      chat_id: string;
      agent_id: string;
      /** Whole number, at least 0, aggregated. */
      message_length_chars: number;
      /** From sending to the answer. Whole number, at least 0, aggregated. */
      response_time_ms: number;
    };
    /** The visitor has chosen another agent. */
    agent_selected: {
      agent_id: string;
      previous_agent_id: string;
    };
    /** The agent has used its tool. */
    tool_executed: {
      chat_id: string;
      agent_id: string;
      tool_name: 'calculator' | 'day_counter' | 'word_counter';
      /** Whole number, at least 0, aggregated. */
      duration_ms: number;
      is_success: boolean;
    };
    /** The visitor has rated an answer. */
    feedback_given: {
      chat_id: string;
      agent_id: string;
      /** Of the answer, from 0. Whole number, at least 0. */
      message_index: number;
      rating: 'up' | 'down';
    };
    /** The visitor has changed how the demo looks or speaks. */
    settings_changed: {
      setting: 'language' | 'theme' | 'direction';
      value: string;
    };
    /** Something has gone wrong: a tool could not do its work, or a script of the page failed. */
    error_occurred: {
      source: 'tool' | 'page';
      /** The kind of error, never its message: that may quote anything. */
      error_type: string;
      /** Of the chat that it happened in. */
      chat_id?: string;
    };
    /** The visitor has come to another page. Tracked by the library itself, with the path and title that it adds to every event. */
    page_viewed: {
      page_name?: string;
    };
  }
}

export {};
