/*
 * The client in C, which does the tasks of `../src/tasks/` as fast as one thread can. It shows how far a runtime is from the
 * limit of the machine. It exchanges the lines of JSON of `../src/messages.ts` with the coordinator.
 *
 * It uses blocking sockets, and one system call for many writes or datagrams: writev, sendmmsg and recvmmsg.
 * Sources: https://man7.org/linux/man-pages/man2/sendmmsg.2.html, …/man2/recvmmsg.2.html, …/man2/writev.2.html
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { largest = 1024 * 1024, burst = 64, datagram_size = 2048 };

/* The parameters of the open task. */
static int port, size, count;
static int connection = -1;
static char buffer[largest];
static char datagrams[burst][datagram_size];
static struct iovec vectors[burst];
static struct mmsghdr messages[burst];

/* The times of the slice. */
static double started, end, cpu_before;

static void fail(const char *what) {
  printf("{\"failed\":\"%s\"}\n", what);
  fflush(stdout);
  exit(1);
}

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double cpu_now(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void start(double milliseconds) {
  started = seconds_now();
  end = started + milliseconds / 1000;
  cpu_before = cpu_now();
}

static int is_over(void) {
  return seconds_now() >= end;
}

static struct sockaddr_in loopback(int at) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(at), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int connected(void) {
  struct sockaddr_in to = loopback(port);
  int on = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static int bound(int type) {
  struct sockaddr_in at = loopback(0);
  int fd = socket(AF_INET, type, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0) fail("bind");
  return fd;
}

static int port_of(int fd) {
  struct sockaddr_in at;
  socklen_t length = sizeof at;
  if (getsockname(fd, (struct sockaddr *)&at, &length) < 0) fail("getsockname");
  return ntohs(at.sin_port);
}

static void send_all(int fd, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t taken = send(fd, buffer + sent, length - sent, MSG_NOSIGNAL);
    if (taken <= 0) fail("send");
    sent += taken;
  }
}

static ssize_t receive_some(int fd, size_t most) {
  ssize_t length = recv(fd, buffer, most, 0);
  if (length <= 0) fail("recv");
  return length;
}

/* Opens a control connection and sends the port on it. The peer serves it until this connection is closed: see
 * tasks/events.ts. */
static int order(int own_port) {
  int fd = connected();
  send_all(fd, snprintf(buffer, sizeof buffer, "%d", own_port));
  return fd;
}

static void open_connection(void) {
  connection = connected();
}

static void open_datagrams(void) {
  struct sockaddr_in to = loopback(port);
  /* A datagram may be lost, so a receive waits for 20 ms only. */
  struct timeval patience = {.tv_usec = 20000};
  connection = bound(SOCK_DGRAM);
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(connection, (struct sockaddr *)&to, sizeof to) < 0) fail("connect");
}

static void open_receiver(void) {
  connection = bound(SOCK_DGRAM);
}

static void open_listener(void) {
  connection = bound(SOCK_STREAM);
  if (listen(connection, 512) < 0) fail("listen");
}

static void open_nothing(void) {}

static long ping_pong(double milliseconds) {
  long operations = 0;
  start(milliseconds);
  do {
    send_all(connection, size);
    for (int missing = size; missing > 0;) missing -= receive_some(connection, missing);
    operations += 1;
  } while (!is_over());
  return operations;
}

/* Receives bytes. Each slice has a new connection, because the peer would fill the buffers of a paused connection. */
static long receive(double milliseconds) {
  long bytes = 0;
  int fd = connected();
  receive_some(fd, size);
  start(milliseconds);
  do bytes += receive_some(fd, size);
  while (!is_over());
  close(fd);
  return bytes;
}

static long send_in_turn(double milliseconds) {
  long bytes = 0;
  start(milliseconds);
  do {
    send_all(connection, size);
    bytes += size;
  } while (!is_over());
  return bytes;
}

static long small_writes(double milliseconds) {
  struct iovec parts[burst];
  long operations = 0;
  int together = count < burst ? count : burst;
  for (int i = 0; i < together; i += 1) parts[i] = (struct iovec){buffer, size};
  start(milliseconds);
  do {
    if (writev(connection, parts, together) != (ssize_t)size * together) fail("writev");
    operations += together;
  } while (!is_over());
  return operations;
}

static long accept_and_close(double milliseconds) {
  long operations = -1;
  int control = order(port_of(connection));
  do {
    int fd = accept(connection, NULL, NULL);
    if (fd < 0) fail("accept");
    close(fd);
    operations += 1;
    if (operations == 0) start(milliseconds);
  } while (operations == 0 || !is_over());
  close(control);
  return operations;
}

static int send_burst(int how_many) {
  for (int i = 0; i < how_many; i += 1) vectors[i].iov_len = size;
  int sent = sendmmsg(connection, messages, how_many, 0);
  if (sent < 0) fail("sendmmsg");
  return sent;
}

static int receive_burst(void) {
  for (int i = 0; i < burst; i += 1) vectors[i].iov_len = datagram_size;
  return recvmmsg(connection, messages, burst, MSG_WAITFORONE, NULL);
}

static long udp_echo(double milliseconds) {
  long operations = 0;
  start(milliseconds);
  send_burst(count < burst ? count : burst);
  for (;;) {
    int received = receive_burst();
    if (received > 0) operations += received;
    if (is_over()) return operations;
    send_burst(received > 0 ? received : 1);
  }
}

static long udp_send(double milliseconds) {
  long operations = 0;
  start(milliseconds);
  do operations += send_burst(count < burst ? count : burst);
  while (!is_over());
  return operations;
}

static long udp_receive(double milliseconds) {
  long operations = 0;
  int control = order(port_of(connection));
  if (receive_burst() <= 0) fail("recvmmsg");
  start(milliseconds);
  do {
    int received = receive_burst();
    if (received < 0) fail("recvmmsg");
    operations += received;
  } while (!is_over());
  close(control);
  return operations;
}

static const struct task {
  const char *name;
  void (*open)(void);
  long (*run)(double milliseconds);
} tasks[] = {
  {"pingPong", open_connection, ping_pong},
  {"receive", open_nothing, receive},
  {"send", open_connection, send_in_turn},
  {"smallWrites", open_connection, small_writes},
  {"accept", open_listener, accept_and_close},
  {"udpEcho", open_datagrams, udp_echo},
  {"udpSend", open_datagrams, udp_send},
  {"udpReceive", open_receiver, udp_receive},
};

/* The text after a member's name in the line, or "". The coordinator writes no blanks. */
static const char *member(const char *line, const char *name) {
  char quoted[32];
  snprintf(quoted, sizeof quoted, "\"%s\":", name);
  const char *found = strstr(line, quoted);
  return found == NULL ? "" : found + strlen(quoted);
}

static int is_text(const char *value, const char *text) {
  size_t length = strlen(text);
  return value[0] == '"' && strncmp(value + 1, text, length) == 0 && value[1 + length] == '"';
}

static const struct task *task_of(const char *name) {
  for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i += 1)
    if (is_text(name, tasks[i].name)) return &tasks[i];
  fail("no such task");
  return NULL;
}

static void close_connection(void) {
  if (connection >= 0) close(connection);
  connection = -1;
}

int main(void) {
  static char line[65536];
  const struct task *task = NULL;
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < burst; i += 1) {
    vectors[i].iov_base = datagrams[i];
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  printf("{\"closed\":true}\n");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin) != NULL) {
    const char *asked = member(line, "ask");
    if (is_text(asked, "open")) {
      port = atoi(member(line, "port"));
      size = atoi(member(line, "size"));
      count = atoi(member(line, "count"));
      task = task_of(member(line, "task"));
      task->open();
      printf("{\"opened\":true}\n");
    } else if (is_text(asked, "run") && task != NULL) {
      long amount = task->run(atof(member(line, "milliseconds")));
      printf("{\"sample\":{\"amount\":%ld,\"seconds\":%.9f,\"cpuSeconds\":%.9f}}\n", amount, seconds_now() - started,
             cpu_now() - cpu_before);
    } else if (is_text(asked, "close")) {
      close_connection();
      printf("{\"closed\":true}\n");
    } else {
      fail("not understood");
    }
    fflush(stdout);
  }
  return 0;
}
