/*
 * The peer in C, which serves TCP and UDP. It is faster than every runtime, so that it does not limit the measured rate. It
 * needs a C compiler and epoll. `../src/peer.ts` has the same services for other systems, and the services over TLS.
 *
 * It has one thread and uses level-triggered epoll. It prints the ports of the services as JSON and runs until standard input
 * ends. With the argument `awake` it busy-waits while it is in use, and should have its own core.
 * Sources: https://man7.org/linux/man-pages/man7/epoll.7.html, …/man7/tcp.7.html, …/man2/sendmmsg.2.html
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The time of busy-waiting after an event. It is longer than any garbage collection of a runtime. */
enum { awake_microseconds = 20000 };
enum { chunk_size = 256 * 1024, datagram_size = 2048, burst = 64, dials_under_way = 32, events_at_once = 256 };

struct service;

/* A file descriptor that epoll watches. */
struct watched {
  int fd;
  const struct service *service;
  /* Whether this is the listening socket of the service. Otherwise it is one of its connections. */
  int listening;
  /* A control connection's order: the number of connections to open, and the address. */
  int asked;
  struct sockaddr_in to;
  /* The control connection of a dialled connection. It is freed after the last dialled connection is closed. */
  struct watched *control;
  int under_way;
  int open;
};

struct service {
  const char *name;
  int type;
  void (*ready)(struct watched *, uint32_t events);
  uint32_t events;
};

static int poller;
static char chunk[chunk_size];
static char datagrams[burst][datagram_size];
static struct sockaddr_in senders[burst];
static struct iovec vectors[burst];
static struct mmsghdr messages[burst];
/* The control connection of the UDP source that is sending, or NULL. The peer does not wait for events while it sends. */
static struct watched *flooding;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct watched *watch(int fd, const struct service *service, uint32_t events) {
  struct watched *watched = calloc(1, sizeof *watched);
  struct epoll_event event = {.events = events, .data.ptr = watched};
  watched->fd = fd;
  watched->service = service;
  watched->open = 1;
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
  return watched;
}

static void drop(struct watched *watched) {
  if (!watched->open) return;
  close(watched->fd);
  watched->open = 0;
  if (watched->under_way == 0) free(watched);
}

static int is_over(ssize_t result) {
  return result == 0 || (result < 0 && errno != EAGAIN && errno != EINTR);
}

/* Sends back every byte. A client never has more bytes under way than the socket accepts. */
static void echo(struct watched *watched, uint32_t events) {
  (void)events;
  ssize_t length = recv(watched->fd, chunk, sizeof chunk, 0);
  if (is_over(length)) return drop(watched);
  for (ssize_t sent = 0; sent < length;) {
    ssize_t taken = send(watched->fd, chunk + sent, length - sent, MSG_NOSIGNAL);
    if (is_over(taken)) return drop(watched);
    if (taken > 0) sent += taken;
  }
}

/* Sends bytes as fast as the client reads. */
static void source(struct watched *watched, uint32_t events) {
  if (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) return drop(watched);
  if (is_over(send(watched->fd, chunk, sizeof chunk, MSG_NOSIGNAL))) drop(watched);
}

/* Drops every byte without copying it, by MSG_TRUNC of tcp(7). */
static void sink(struct watched *watched, uint32_t events) {
  (void)events;
  if (is_over(recv(watched->fd, NULL, 16 * 1024 * 1024, MSG_TRUNC))) drop(watched);
}

static const struct service dialled_service;

/* Reads "port" or "port count" from a control connection. Returns how many of the two numbers there are, or -1 at the end. */
static int read_order(struct watched *control, int *count) {
  char text[32];
  int port = 0;
  ssize_t length = recv(control->fd, text, sizeof text - 1, 0);
  if (is_over(length)) return -1;
  text[length > 0 ? length : 0] = 0;
  int read = sscanf(text, "%d %d", &port, count);
  control->to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  return read;
}

static void dial(struct watched *control) {
  int on = 1;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) fail("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  int result = connect(fd, (struct sockaddr *)&control->to, sizeof control->to);
  if (result < 0 && errno != EINPROGRESS) {
    close(fd);
    return;
  }
  struct watched *connection = watch(fd, &dialled_service, EPOLLIN | EPOLLRDHUP);
  connection->control = control;
  control->under_way += 1;
}

/* Handles a dialled connection that the other side has closed or refused. The dialler then opens another. */
static void dialled(struct watched *connection, uint32_t events) {
  struct watched *control = connection->control;
  if (!(events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) && !is_over(recv(connection->fd, chunk, sizeof chunk, 0))) return;
  drop(connection);
  control->under_way -= 1;
  if (!control->open) {
    if (control->under_way == 0) free(control);
  } else if (control->asked == 0)
    dial(control);
}

/* Opens connections to the port in the order, one after another, until the control connection is closed. */
static void dialler(struct watched *control, uint32_t events) {
  (void)events;
  int count = 0;
  if (read_order(control, &count) < 0) return drop(control);
  for (int i = 0; i < dials_under_way; i += 1) dial(control);
}

/* Opens connections and keeps them. The order has the port and the number of connections. */
static void caller(struct watched *control, uint32_t events) {
  (void)events;
  if (read_order(control, &control->asked) < 0) return drop(control);
  for (int i = 0; i < control->asked; i += 1) dial(control);
}

static int receive_burst(int fd) {
  for (int i = 0; i < burst; i += 1) {
    vectors[i].iov_len = datagram_size;
    messages[i].msg_hdr.msg_namelen = sizeof senders[i];
  }
  return recvmmsg(fd, messages, burst, MSG_DONTWAIT, NULL);
}

/* Sends back each datagram. */
static void udp_echo(struct watched *watched, uint32_t events) {
  (void)events;
  int count = receive_burst(watched->fd);
  for (int i = 0; i < count; i += 1) vectors[i].iov_len = messages[i].msg_len;
  for (int sent = 0; sent < count;) {
    int taken = sendmmsg(watched->fd, messages + sent, count - sent, 0);
    // Skips a datagram whose sender is closed.
    sent += taken > 0 ? taken : 1;
  }
}

/* Drops each datagram. */
static void udp_sink(struct watched *watched, uint32_t events) {
  (void)events;
  receive_burst(watched->fd);
}

/* Sends datagrams to the port in the order as fast as it can, while the control connection is open. */
static void udp_source(struct watched *control, uint32_t events) {
  (void)events;
  int count = 0;
  if (read_order(control, &count) >= 0) {
    flooding = control;
  } else {
    if (flooding == control) flooding = NULL;
    drop(control);
  }
}

static void flood(int fd) {
  for (int i = 0; i < burst; i += 1) {
    senders[i] = flooding->to;
    vectors[i].iov_len = 64;
    messages[i].msg_hdr.msg_namelen = sizeof senders[i];
  }
  sendmmsg(fd, messages, burst, 0);
}

static const struct service dialled_service = {"dialled", SOCK_STREAM, dialled, EPOLLIN | EPOLLRDHUP};

static const struct service services[] = {
  {"echo", SOCK_STREAM, echo, EPOLLIN},
  {"source", SOCK_STREAM, source, EPOLLOUT | EPOLLRDHUP},
  {"sink", SOCK_STREAM, sink, EPOLLIN},
  {"dialler", SOCK_STREAM, dialler, EPOLLIN},
  {"caller", SOCK_STREAM, caller, EPOLLIN},
  {"udpEcho", SOCK_DGRAM, udp_echo, EPOLLIN},
  {"udpSink", SOCK_DGRAM, udp_sink, EPOLLIN},
  {"udpSource", SOCK_STREAM, udp_source, EPOLLIN},
};

static int bound_to_loopback(int type) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  return fd;
}

static int port_of(int fd) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &length) < 0) fail("getsockname");
  return ntohs(address.sin_port);
}

static int open_service(const struct service *service) {
  int fd = bound_to_loopback(service->type);
  int size = 1024 * 1024;
  if (service->type == SOCK_DGRAM) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  else if (listen(fd, 4096) < 0) fail("listen");
  watch(fd, service, EPOLLIN)->listening = service->type == SOCK_STREAM;
  return port_of(fd);
}

static void accept_one(struct watched *listener) {
  int on = 1;
  int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK);
  if (fd < 0) return;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(fd, listener->service, listener->service->events);
}

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

int main(int argc, char **argv) {
  int stays_awake = argc > 1 && strcmp(argv[1], "awake") == 0;
  long long last_event = 0;
  struct rlimit files;
  struct epoll_event events[events_at_once];
  signal(SIGPIPE, SIG_IGN);
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  for (int i = 0; i < burst; i += 1) {
    vectors[i].iov_base = datagrams[i];
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    messages[i].msg_hdr.msg_name = &senders[i];
  }
  poller = epoll_create1(0);
  // The socket of the UDP source. Answers to it are not read.
  int flooder = bound_to_loopback(SOCK_DGRAM);
  struct watched *input = watch(STDIN_FILENO, NULL, EPOLLIN);
  printf("{\"ports\":{");
  for (size_t i = 0; i < sizeof services / sizeof *services; i += 1)
    printf("%s\"%s\":%d", i > 0 ? "," : "", services[i].name, open_service(&services[i]));
  printf("}}\n");
  fflush(stdout);
  for (;;) {
    if (flooding != NULL) flood(flooder);
    int is_in_use = flooding != NULL || (stays_awake && microseconds() - last_event < awake_microseconds);
    int count = epoll_wait(poller, events, events_at_once, is_in_use ? 0 : -1);
    if (stays_awake && count > 0) last_event = microseconds();
    for (int i = 0; i < count; i += 1) {
      struct watched *watched = events[i].data.ptr;
      if (watched == input) {
        if (is_over(read(STDIN_FILENO, chunk, sizeof chunk))) return 0;
      } else if (watched->listening)
        accept_one(watched);
      else
        watched->service->ready(watched, events[i].events);
    }
  }
}
