//! ray-report
