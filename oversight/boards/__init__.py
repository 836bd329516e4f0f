"""红黄牌、态势、大屏、领导移动端: what a board counts. All of it starts at a `Scope`, which starts
at `visible_to` and leaves sealed claims out. A number is the count of a list with its filter."""
